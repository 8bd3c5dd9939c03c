import type { Logger } from '@koi/observability';

/**
 * What a service has opened and has to close, last opened first. It lives outside of Nest's container, because a
 * container that fails while it is built calls no hooks.
 */
export class Opened {
  private readonly open: { readonly what: string; readonly close: () => Promise<unknown> }[] = [];

  constructor(private readonly logger: Logger) {}

  add(what: string, close: () => Promise<unknown>): void {
    this.open.push({ what, close });
  }

  /** Closes everything once; one that cannot be closed does not keep the others open. */
  async close(): Promise<void> {
    for (let last = this.open.pop(); last; last = this.open.pop()) {
      try {
        await last.close();
      } catch (error) {
        this.logger.warn({ err: error, what: last.what }, 'could not close');
      }
    }
  }
}
