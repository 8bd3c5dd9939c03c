/** Loads the page anew, but only from a server that answers: a browser's own error page would be worse than this one. */
export async function reloadIfReachable(): Promise<void> {
  const reachable = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
  if (reachable) location.reload();
}
