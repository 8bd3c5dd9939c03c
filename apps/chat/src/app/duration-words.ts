const UNITS = [
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;

/** So many minutes in words of a language: "2 hours and 5 minutes", "30 days". */
export function durationWords(minutes: number, locale: string): string {
  let rest = Math.max(1, Math.ceil(minutes));
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    const words = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
    return count > 0 ? [words.format(count)] : [];
  });
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
}
