/** Splits a sign-in token off an address: `npm start` prints `…/?token=…`, and the token must not stay in the bar. */
export function splitToken(href: string): { token: string | undefined; path: string } {
  const url = new URL(href);
  const token = url.searchParams.get('token')?.trim();
  url.searchParams.delete('token');
  return { token: token || undefined, path: `${url.pathname}${url.search}${url.hash}` };
}
