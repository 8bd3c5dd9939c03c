import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { Connector, ConnectorEvent, ConnectorRequest } from '../connectors/connector.js';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { DeadlinePassed, Deadlines, type Timeouts } from './deadlines.js';
import { AbortableIterator } from './abortable-iterator.js';
import { retryPause, type Retries } from './retry-pause.js';

export interface Policy {
  /** The model's name in koi.yaml, for the operator. */
  readonly model: string;
  readonly timeouts: Timeouts;
  readonly retries: Retries;
}

/** A model that is asked again, for the logs. */
export interface Retry {
  readonly failure: UpstreamFailure;
  readonly attempt: number;
  readonly pauseMs: number;
}

/** An answer whose first text, or whose end, has come. */
interface Opening {
  readonly seen: readonly ConnectorEvent[];
  readonly rest: AbortableIterator<ConnectorEvent>;
}

/**
 * Any connector with a model's timeouts and retries around it; keeps the connector contract itself.
 *
 * The model is asked again after failures that may pass, and only while nothing of its answer was given on: what a
 * reader has seen is never taken back or doubled. A deadline that passes ends the answer as `stalled` and is not tried
 * again: who has waited that long should not wait as long once more.
 */
export class PolicedConnector implements Connector {
  constructor(
    private readonly connector: Connector,
    private readonly policy: Policy,
    private readonly onRetry: (retry: Retry) => void = () => undefined,
  ) {}

  async *stream(request: ConnectorRequest): AsyncGenerator<ConnectorEvent> {
    request.signal.throwIfAborted();
    const deadlines = new Deadlines(request.signal, this.policy.timeouts);
    let rest: AbortableIterator<ConnectorEvent> | undefined;
    try {
      const opening = await this.openWithRetries(request, deadlines);
      rest = opening.rest;
      for (const event of opening.seen) {
        deadlines.rest();
        yield event;
      }
      for (;;) {
        deadlines.sign();
        const next = await rest.next();
        if (next.done) return;
        // A slow reader is no silence of the model.
        deadlines.rest();
        yield next.value;
      }
    } catch (error) {
      request.signal.throwIfAborted();
      throw this.toFailure(deadlines.signal.aborted ? deadlines.signal.reason : error);
    } finally {
      deadlines.end();
      rest?.leave();
    }
  }

  private openWithRetries(request: ConnectorRequest, deadlines: Deadlines): Promise<Opening> {
    const { signal } = deadlines;
    const { attempts } = this.policy.retries;
    return pRetry(() => this.open(request, deadlines), {
      retries: attempts - 1,
      signal,
      // The pause is made in `shouldRetry`, because an upstream may say how long it has to be.
      minTimeout: 0,
      maxTimeout: 0,
      shouldRetry: async ({ error, attemptNumber: attempt }) => {
        deadlines.rest();
        if (signal.aborted || !(error instanceof UpstreamFailure)) return false;
        const pauseMs = retryPause(error, attempt, this.policy.retries);
        if (pauseMs === undefined) return false;
        this.onRetry({ failure: error, attempt, pauseMs });
        await sleep(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
        return true;
      },
    });
  }

  /** Asks once, and reads up to the first text. */
  private async open(request: ConnectorRequest, deadlines: Deadlines): Promise<Opening> {
    const { signal } = deadlines;
    deadlines.ask();
    const onActivity = (): void => {
      if (!signal.aborted) deadlines.sign();
    };
    const events = this.connector.stream({ ...request, signal, onActivity });
    const rest = new AbortableIterator(events, signal);
    const seen: ConnectorEvent[] = [];
    try {
      for (;;) {
        const next = await rest.next();
        if (next.done) return { seen, rest };
        seen.push(next.value);
        if (next.value.type !== 'usage') return { seen, rest };
      }
    } catch (error) {
      rest.leave();
      throw error;
    }
  }

  private toFailure(error: unknown): unknown {
    if (!(error instanceof DeadlinePassed)) return error;
    return new UpstreamFailure(
      'stalled',
      `The model "${this.policy.model}" stalled: ${error.message}.`,
      { cause: error },
    );
  }
}
