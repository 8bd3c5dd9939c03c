/** How long anything here waits for a store it cannot reach, in milliseconds. */
export const STORE_TIMEOUT_MS = 5_000;

/**
 * Waits for the store, but not for ever: clients of Redis hold commands back while it is away. What still succeeds
 * later does no harm, since job ids and offsets make every command harmless to repeat.
 *
 * @throws Error when `work` has not ended in time; otherwise as `work` does.
 */
export async function within<Result>(
  work: Promise<Result>,
  timeoutMs = STORE_TIMEOUT_MS,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
