const REFERENCE = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Replaces `${NAME}` and `${NAME:-default}` by environment variables; `$$` stands for a dollar sign.
 * A variable that is not set and has no default is reported to `missing` and left empty.
 */
export function substitute(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  missing: (name: string) => void,
): string {
  return text.replace(
    REFERENCE,
    (whole, name: string | undefined, fallback: string | undefined) => {
      if (whole === '$$' || name === undefined) return '$';
      const value = env[name];
      if (value !== undefined && value !== '') return value;
      if (fallback === undefined) missing(name);
      return fallback ?? '';
    },
  );
}
