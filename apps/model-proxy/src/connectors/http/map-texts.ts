/** A JSON value with each text replaced; where `map` gives `undefined`, the field or item is left out. */
export function mapTexts(value: unknown, map: (text: string) => unknown): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value))
    return value.map((item) => mapTexts(item, map)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]) => [name, mapTexts(item, map)] as const)
      .filter(([, item]) => item !== undefined),
  );
}
