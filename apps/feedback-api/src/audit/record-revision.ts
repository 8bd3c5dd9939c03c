import { createHash } from 'node:crypto';
import { ChangedMeanwhile } from './audit.errors.js';

/** Names how a record stands, by its content: whoever changes it, by whatever way, makes another revision. */
export function revisionOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('base64url')
    .slice(0, 22);
}

/** Keys in one order: Postgres gives those of jsonb in its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** @throws ChangedMeanwhile when the edit began with another revision. */
export function assertUnchanged(current: string, given: string): void {
  if (current !== given) throw new ChangedMeanwhile();
}
