/**
 * Reads a stream until a signal aborts, also one that does not listen to it: whoever waits then gets the signal's
 * reason. It listens once for the whole stream, because tokens come too often to do so for each.
 */
export class AbortableIterator<Value> {
  private readonly source: AsyncIterator<Value>;
  private refuse: ((reason: unknown) => void) | undefined;
  private readonly onAbort = (): void => this.refuse?.(this.signal.reason);

  constructor(
    values: AsyncIterable<Value>,
    private readonly signal: AbortSignal,
  ) {
    this.source = values[Symbol.asyncIterator]();
    signal.addEventListener('abort', this.onAbort, { once: true });
  }

  /** @throws the signal's reason as soon as it aborts. */
  next(): Promise<IteratorResult<Value>> {
    return new Promise((resolve, reject) => {
      this.refuse = reject;
      this.source.next().then(resolve, reject);
      if (this.signal.aborted) this.onAbort();
    });
  }

  /** Frees the stream without waiting for it: one that does not listen may be stuck for good. */
  leave(): void {
    this.signal.removeEventListener('abort', this.onAbort);
    this.source.return?.().catch(() => undefined);
  }
}
