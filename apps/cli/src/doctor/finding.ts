/** What one look showed. A warning does not keep koi from working; a failure does, or soon will. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  /** What was looked at: `database`, `model claude`. */
  readonly subject: string;
  readonly detail: string;
  /** What to do about it. */
  readonly todo?: string;
}

export const ok = (subject: string, detail: string): Finding => ({ level: 'ok', subject, detail });
export const warn = (subject: string, detail: string, todo: string): Finding => ({
  level: 'warn',
  subject,
  detail,
  todo,
});
export const fail = (subject: string, detail: string, todo: string): Finding => ({
  level: 'fail',
  subject,
  detail,
  todo,
});

/** A failure that is not foreseen further: what the error says, and what to do. */
export const failed = (subject: string, error: unknown, todo: string): Finding =>
  fail(subject, reasonOf(error), todo);

/** An error on one line; Node gives an empty message where it tried several addresses, and names a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const { code } = error as NodeJS.ErrnoException;
  const said = message || code || error.name;
  const under = cause instanceof Error ? ` (${reasonOf(cause)})` : '';
  return `${said}${under}`.replace(/\s+/g, ' ');
}

const SUBJECT_WIDTH = 18;

/** The lines a person reads: level, subject, detail, and below it what to do. */
export function findingLines({ level, subject, detail, todo }: Finding): string[] {
  return [
    `${level.padEnd(5)} ${subject.padEnd(SUBJECT_WIDTH)} ${detail}`,
    ...(todo ? [`${' '.repeat(6)}${'→'.padStart(SUBJECT_WIDTH)} ${todo}`] : []),
  ];
}
