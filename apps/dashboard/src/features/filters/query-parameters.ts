import type { LocationQuery } from 'vue-router';

/** The first value of a query parameter; empty ones count as absent. */
export function single(query: LocationQuery, name: string): string | undefined {
  const value = query[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first || undefined;
}

/** A query with some parameters replaced; `undefined` takes one out, so that defaults leave the address clean. */
export function withParameters(
  query: LocationQuery,
  changes: Readonly<Record<string, string | undefined>>,
): LocationQuery {
  const next: LocationQuery = { ...query };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') delete next[name];
    else next[name] = value;
  }
  return next;
}
