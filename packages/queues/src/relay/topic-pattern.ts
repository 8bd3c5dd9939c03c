/** Whether a pattern names more than the one topic it spells. */
export const isWild = (pattern: string): boolean => /(^|\.)(\*|>)(\.|$)/.test(pattern);

/** Whether a topic fits a pattern: `*` stands for one segment, `>` for one or more at the end. */
export function matches(pattern: string, topic: string): boolean {
  const wanted = pattern.split('.');
  const given = topic.split('.');
  if (wanted.at(-1) === '>')
    return given.length >= wanted.length && fits(wanted.slice(0, -1), given);
  return wanted.length === given.length && fits(wanted, given);
}

const fits = (wanted: readonly string[], given: readonly string[]): boolean =>
  wanted.every((segment, index) => segment === '*' || segment === given[index]);
