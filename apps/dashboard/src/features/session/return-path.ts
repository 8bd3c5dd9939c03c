/** Where to go after signing in: a path of this page, or the start. Another site's address is never followed. */
export function returnPath(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return '/';
  return next.startsWith('/sign-in') ? '/' : next;
}
