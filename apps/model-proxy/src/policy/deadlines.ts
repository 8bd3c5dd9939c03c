/** How long a model may be silent, in milliseconds. */
export interface Timeouts {
  /** From the request to the first token, for each time the model is asked. */
  readonly firstTokenMs: number;
  readonly betweenTokensMs: number;
  /** For the whole answer, with all times it is asked and the pauses between them. */
  readonly totalMs: number;
}

/** Which deadline passed. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * One abort signal out of three deadlines and the caller's own signal. The time for the whole answer runs from the
 * start; the silence of the model is measured between `ask`, `sign` and `rest`. `end()` must be called: it frees the
 * timers and aborts what may still run.
 */
export class Deadlines {
  private readonly controller = new AbortController();
  private readonly total: NodeJS.Timeout;
  private silence: NodeJS.Timeout | undefined;
  private readonly onAbort = (): void => this.controller.abort(this.caller.reason);

  constructor(
    private readonly caller: AbortSignal,
    private readonly timeouts: Timeouts,
  ) {
    this.total = this.after(timeouts.totalMs, 'the whole answer took longer than');
    caller.addEventListener('abort', this.onAbort, { once: true });
    if (caller.aborted) this.onAbort();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The model is asked now. */
  ask(): void {
    this.rest();
    this.silence = this.after(this.timeouts.firstTokenMs, 'no first token within');
  }

  /** A sign of life came, a token or a thought: the next one has its own time. */
  sign(): void {
    this.rest();
    this.silence = this.after(this.timeouts.betweenTokensMs, 'no further token within');
  }

  /** Nobody waits for the model now. */
  rest(): void {
    clearTimeout(this.silence);
  }

  end(): void {
    clearTimeout(this.total);
    this.rest();
    this.caller.removeEventListener('abort', this.onAbort);
    this.controller.abort();
  }

  private after(ms: number, what: string): NodeJS.Timeout {
    return setTimeout(
      () => this.controller.abort(new DeadlinePassed(`${what} ${ms / 1_000} s`)),
      ms,
    );
  }
}
