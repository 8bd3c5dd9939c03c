/** One setting that differs; `undefined` where it is not set. */
export interface Difference {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The settings in which two configurations differ, by the order of the later one. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

/** Every value that is no object, by its path. An empty object or list says nothing that its absence does not. */
function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    if (value.length > 0) found.set(path, value.map(String).join('\n'));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value))
      leaves(item, path ? `${path}.${name}` : name, found);
  } else if (value !== undefined && value !== null && value !== '') {
    found.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return found;
}
