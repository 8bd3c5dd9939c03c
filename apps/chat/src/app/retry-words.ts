/** When to try again, in words of a language: "in 40 seconds", "in 5 hours". */
export function retryWords(seconds: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  if (seconds < 90) return words.format(Math.max(1, Math.ceil(seconds)), 'second');
  if (seconds < 90 * 60) return words.format(Math.ceil(seconds / 60), 'minute');
  return words.format(Math.ceil(seconds / 3_600), 'hour');
}
