/** Signals that closely follow the first are the same key press: npm passes on what the terminal sent already. */
const SAME_PRESS_MS = 1_000;

/** Waits to be asked to stop, by Ctrl-C, a signal, or `stop()`; then calls `force` when asked again. */
export class StopSignal {
  readonly requested: Promise<void>;
  private resolve: () => void = () => undefined;
  private askedAt: number | undefined;
  private readonly listener = () => this.ask();

  constructor(private readonly force: () => void) {
    this.requested = new Promise((resolve) => (this.resolve = resolve));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, this.listener);
  }

  get isRequested(): boolean {
    return this.askedAt !== undefined;
  }

  private ask(): void {
    if (this.askedAt === undefined) {
      this.askedAt = Date.now();
      this.resolve();
    } else if (Date.now() - this.askedAt > SAME_PRESS_MS) this.force();
  }
}
