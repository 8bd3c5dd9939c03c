import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { StreamEvent } from '@koi/contracts';
import type { Participant } from './participant.js';

/** How long the reader waits before it tries the next gateway. */
const RETRY_MS = 200;

/** What somebody has who read a turn to its end. */
export interface WholeReading {
  readonly texts: ReadonlyMap<string, string>;
  readonly ends: readonly Extract<StreamEvent, { type: 'done' | 'end' }>[];
  /** How often an answer was begun again after some of its text had been shown. */
  readonly resets: number;
  /** How often the connection broke or was refused. */
  readonly breaks: number;
  /** How often a gateway said that it cannot hear how the answer goes on. */
  readonly losses: number;
}

/**
 * Reads a turn until its end as the page does: when the connection breaks it goes on at the next gateway from the last
 * event it has. A delta that does not follow what was read is an error.
 */
export class PersistentReader {
  readonly texts = new Map<string, string>();
  readonly whole: Promise<WholeReading>;
  private readonly ends: WholeReading['ends'][number][] = [];
  private lastEventId: string | undefined;
  private resets = 0;
  private breaks = 0;
  private losses = 0;

  constructor(
    /** One person at each gateway. */
    private readonly places: readonly Participant[],
    private readonly turnId: string,
    /** How many events it reads before it breaks the connection itself; asked for each connection. */
    private readonly patience: () => number = () => Infinity,
  ) {
    this.whole = this.read();
    // A test that fails elsewhere does not look at it any more.
    this.whole.catch(() => undefined);
  }

  get length(): number {
    return [...this.texts.values()].reduce((sum, text) => sum + text.length, 0);
  }

  private async read(): Promise<WholeReading> {
    for (let round = 0; ; round++) {
      const place = this.places[round % this.places.length];
      if (!place) throw new Error('There is no gateway to read at.');
      let left = this.patience();
      try {
        for await (const { eventId, ...event } of place.events(this.turnId, this.lastEventId)) {
          this.lastEventId = eventId;
          this.take(event);
          if (--left <= 0) break;
        }
      } catch (error) {
        if (error instanceof Misfit) throw error;
      }
      if (this.ends.some(({ type }) => type === 'end')) break;
      this.breaks++;
      await sleep(RETRY_MS);
    }
    const { texts, ends, resets, breaks, losses } = this;
    return { texts, ends, resets, breaks, losses };
  }

  /** An end that was told before the connection broke is told again, and has to be the same. */
  private end(event: WholeReading['ends'][number]): void {
    const before = this.ends.find(
      (end) =>
        end.type === event.type &&
        (end.type === 'end' || event.type === 'end' || end.candidateId === event.candidateId),
    );
    if (!before) this.ends.push(event);
    else if (!isDeepStrictEqual(before, event))
      throw new Misfit(`An answer ended twice: ${JSON.stringify([before, event])}`);
  }

  private take(event: StreamEvent): void {
    if (event.type === 'done' || event.type === 'end') return this.end(event);
    if (event.type === 'connection') {
      if (event.state === 'lost') this.losses++;
      return;
    }
    const before = this.texts.get(event.candidateId) ?? '';
    if (event.type === 'reset') {
      if (before !== '') this.resets++;
      this.texts.set(event.candidateId, event.text);
      return;
    }
    if (event.offset !== before.length)
      throw new Misfit(`A delta at ${event.offset} follows ${before.length} characters.`);
    this.texts.set(event.candidateId, before + event.text);
  }
}

class Misfit extends Error {}
