/** How long an upstream may be silent, in milliseconds. */
export interface Timeouts {
  /** From the request to the first token. Generous: a local model may have to be loaded first. */
  readonly firstTokenMs: number;
  readonly betweenTokensMs: number;
  /** For the whole answer. */
  readonly totalMs: number;
}

export const defaultTimeouts: Timeouts = {
  firstTokenMs: 120_000,
  betweenTokensMs: 60_000,
  totalMs: 900_000,
};

/** Which deadline passed. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * One abort signal out of three deadlines and the caller's own signal. `end()` must be called: it frees the
 * timers and aborts what may still run.
 */
export class Deadlines {
  private readonly controller = new AbortController();
  private readonly total: NodeJS.Timeout;
  private silence: NodeJS.Timeout;
  private readonly onAbort = (): void => this.controller.abort(this.caller.reason);

  constructor(
    private readonly caller: AbortSignal,
    private readonly timeouts: Timeouts,
  ) {
    this.total = this.after(timeouts.totalMs, 'the whole answer took longer than');
    this.silence = this.after(timeouts.firstTokenMs, 'no first token within');
    caller.addEventListener('abort', this.onAbort, { once: true });
    if (caller.aborted) this.onAbort();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** A token came: the next one has its own time. */
  token(): void {
    clearTimeout(this.silence);
    this.silence = this.after(this.timeouts.betweenTokensMs, 'no further token within');
  }

  end(): void {
    clearTimeout(this.total);
    clearTimeout(this.silence);
    this.caller.removeEventListener('abort', this.onAbort);
    this.controller.abort();
  }

  private after(ms: number, what: string): NodeJS.Timeout {
    return setTimeout(() => this.controller.abort(new DeadlinePassed(`${what} ${ms} ms`)), ms);
  }
}
