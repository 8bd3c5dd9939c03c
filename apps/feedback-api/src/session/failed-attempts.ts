/** How often one address, or one account from anywhere, may fail in a window. */
const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;

/**
 * Counts failed sign-ins by address and by account, in this process. Tokens are long and random and passwords have
 * twelve characters and a slow hash, so this keeps a guesser to fourteen thousand tries a day; a fixed window in memory
 * is enough for it.
 */
export class FailedAttempts {
  private readonly windows = new Map<string, { failures: number; endsAt: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Seconds until the key may try again; 0 when it may now. */
  waitSeconds(key: string): number {
    const window = this.windows.get(key);
    if (!window || window.failures < MAX_FAILURES) return 0;
    return Math.max(0, Math.ceil((window.endsAt - this.now()) / 1_000));
  }

  add(key: string): void {
    const now = this.now();
    for (const [known, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(known);
    const window = this.windows.get(key) ?? { failures: 0, endsAt: now + WINDOW_MS };
    this.windows.set(key, { ...window, failures: window.failures + 1 });
  }

  forget(key: string): void {
    this.windows.delete(key);
  }
}
