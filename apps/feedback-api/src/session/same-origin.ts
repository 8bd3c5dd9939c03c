import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a change may have been asked for by the dashboard's own page or by a program, not by another page.
 *
 * SameSite=Strict alone is not enough: the public chat on another port of the same host counts as the same site.
 * Browsers say `Sec-Fetch-Site` (W3C Fetch Metadata) or at least `Origin`; programs send neither.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  return origin === undefined || (host !== undefined && hostOf(origin) === host.toLowerCase());
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
