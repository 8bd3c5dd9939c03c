/** How many wrong tokens one address may send in a window. */
const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;

/**
 * Counts failed sign-ins by address, in this process. The token is long and random, so this only keeps a guesser
 * from filling the log; a fixed window in memory is enough for it.
 */
export class FailedAttempts {
  private readonly windows = new Map<string, { failures: number; endsAt: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Seconds until the address may try again; 0 when it may now. */
  waitSeconds(address: string): number {
    const window = this.windows.get(address);
    if (!window || window.failures < MAX_FAILURES) return 0;
    return Math.max(0, Math.ceil((window.endsAt - this.now()) / 1_000));
  }

  add(address: string): void {
    const now = this.now();
    for (const [known, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(known);
    const window = this.windows.get(address) ?? { failures: 0, endsAt: now + WINDOW_MS };
    this.windows.set(address, { ...window, failures: window.failures + 1 });
  }

  forget(address: string): void {
    this.windows.delete(address);
  }
}
