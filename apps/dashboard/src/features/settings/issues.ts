import type { Problem } from '@koi/contracts/problems';
import type { Issues } from './field-spec.js';

interface Checked {
  readonly success: boolean;
  readonly error?: {
    readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
  };
}

/** What a contract refuses, by path; the first of several at one place. */
export function issuesOf({ error }: Checked): Issues {
  return byPath(
    error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ?? [],
  );
}

/** What the server refuses, by path below `root`. */
export function issuesOfProblem({ issues = [] }: Problem, root: string): Issues {
  return byPath(
    issues.map(({ path, message }) => ({
      path: path.startsWith(`${root}.`) ? path.slice(root.length + 1) : path,
      message,
    })),
  );
}

function byPath(issues: readonly { path: string; message: string }[]): Issues {
  const found: Record<string, string> = {};
  for (const { path, message } of issues) found[path] ??= message.replace(/^Invalid input: /, '');
  return found;
}

/** The issue of a field: at its own path, or somewhere inside what it holds. */
export function issueAt(issues: Issues, path: string): string | undefined {
  if (issues[path]) return issues[path];
  const inside = Object.keys(issues).find((key) => key.startsWith(`${path}.`));
  return inside && `${inside.slice(path.length + 1)}: ${issues[inside]}`;
}
