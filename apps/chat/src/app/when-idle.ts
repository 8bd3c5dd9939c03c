/** Resolves when the page has nothing better to do, after so many milliseconds at the latest. */
export function whenIdle(timeout = 1_000): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout });
    else setTimeout(resolve, 50);
  });
}
