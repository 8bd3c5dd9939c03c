/** Resolves in a task of its own: what was asked for before, as drawing what has changed, comes first. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
