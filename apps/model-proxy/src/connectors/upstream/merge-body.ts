/** Sets the fields of `extra` in `body`; where both have an object its fields are merged in the same way. */
export function mergeBody(
  body: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...body };
  for (const [name, value] of Object.entries(extra)) {
    const before = merged[name];
    merged[name] = isObject(before) && isObject(value) ? mergeBody(before, value) : value;
  }
  return merged;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
