/** Why the embedded Postgres cannot run; stable names to test against. */
export type EmbeddedPostgresFailure =
  | 'belongs_to_another_user'
  | 'data_incomplete'
  | 'disk_full'
  | 'in_use'
  | 'not_writable'
  | 'platform_unsupported'
  | 'port_in_use'
  | 'start_failed';

/** The embedded Postgres cannot run. The message is one line that says what to do. */
export class EmbeddedPostgresFailed extends Error {
  override readonly name = 'EmbeddedPostgresFailed';

  constructor(
    readonly code: EmbeddedPostgresFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Turns a failed file operation on `path` into a line a person can act on. */
export function fileFailure(error: unknown, path: string): EmbeddedPostgresFailed {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, error);
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code === 'ENOENT')
    return new EmbeddedPostgresFailed(
      'not_writable',
      `Cannot write to ${path}. Make it writable, or choose another data directory with KOI_DATA_DIR.`,
      { cause: error },
    );
  return new EmbeddedPostgresFailed('start_failed', `Cannot use ${path}: ${message}`, {
    cause: error,
  });
}

export function diskFull(path: string, cause?: unknown): EmbeddedPostgresFailed {
  return new EmbeddedPostgresFailed(
    'disk_full',
    `No disk space is left for the database in ${path}. Free some, or choose another data directory with KOI_DATA_DIR.`,
    { cause },
  );
}
