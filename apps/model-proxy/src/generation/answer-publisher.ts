import { setTimeout as sleep } from 'node:timers/promises';
import { candidateTopic, type CandidateEvent } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import type { DeltaPace } from './delta-pace.js';

/** What a publisher needs of the relay. */
export type Publish = Relay['publish'];

export interface Rhythm {
  /** Says the least time between two deltas; text that comes quicker is sent together. */
  readonly pace: Pick<DeltaPace, 'deltaMs' | 'restMs'>;
  /** Time between two snapshots that nobody asked for: for readers whose last event, or whose wish, was lost. */
  readonly snapshotMs: number;
  /** Least time between two snapshots, however many readers ask. */
  readonly wantedMs: number;
  /** How long the relay keeps the last snapshot and the end. */
  readonly retainMs: number;
}

export const defaultRhythm: Rhythm = {
  pace: { deltaMs: 30, restMs: 0 },
  snapshotMs: 5_000,
  wantedMs: 50,
  retainMs: 60_000,
};

/** The relay takes 512 KiB; what is longer as a snapshot is left to Postgres, which has it at the end. */
const SNAPSHOT_LIMIT_BYTES = 500_000;
const DELTA_LIMIT = 50_000;

export type Done = Omit<Extract<CandidateEvent, { type: 'done' }>, 'type' | 'attempt' | 'length'>;

/**
 * Tells the readers of one attempt what is written: deltas in order, one message in flight at a time, the first one at
 * once; whole snapshots in between, and soon when a reader asks for one. A message the relay does not take is logged and dropped: the next snapshot, or the
 * row in Postgres, makes it good, and no reader may hold up a model.
 */
export class AnswerPublisher {
  private written = '';
  private sent = 0;
  private lastDeltaAt = Number.NEGATIVE_INFINITY;
  private snapshotLength = 0;
  private lastSnapshotAt = Number.NEGATIVE_INFINITY;
  private wanted: NodeJS.Timeout | undefined;
  private snapshotDue = false;
  private pending: NodeJS.Timeout | undefined;
  private flight: Promise<void> = Promise.resolve();
  private flying = false;
  private closed = false;
  private readonly snapshots: NodeJS.Timeout;
  private readonly topic: string;

  constructor(
    private readonly publish: Publish,
    private readonly answer: { turnId: string; candidateId: string; attempt: number },
    private readonly logger: Logger,
    private readonly rhythm: Rhythm = defaultRhythm,
  ) {
    this.topic = candidateTopic(answer.turnId, answer.candidateId);
    this.snapshots = setInterval(() => this.queueSnapshot(), rhythm.snapshotMs);
  }

  get text(): string {
    return this.written;
  }

  append(text: string): void {
    this.written += text;
    this.plan();
  }

  /** Resolves when more text should be read from the model: at once, unless the process has much to do. */
  async ready(): Promise<void> {
    const waitMs = this.lastDeltaAt + this.rhythm.pace.restMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
  }

  /** A reader came late or lost something. One snapshot serves all who ask until it is sent. */
  wantSnapshot(): void {
    // Before the first delta there is nothing to miss.
    if (this.closed || this.sent === 0 || this.wanted !== undefined) return;
    const waitMs = Math.max(0, this.lastSnapshotAt + this.rhythm.wantedMs - performance.now());
    this.wanted = setTimeout(() => {
      this.wanted = undefined;
      this.snapshotDue = true;
      this.plan();
    }, waitMs);
  }

  /** Sends what is left, and stops the clocks. Nothing is published after it but `done`. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.snapshots);
    clearTimeout(this.pending);
    clearTimeout(this.wanted);
    await this.flight;
    while (this.sent < this.written.length) await this.sendDelta();
  }

  /** Only after the answer is in Postgres and `close` has ended. */
  async done(done: Done, length: number): Promise<void> {
    const { attempt } = this.answer;
    await this.send({ type: 'done', attempt, ...done, length }, this.rhythm.retainMs);
  }

  private plan(): void {
    if (this.closed || this.flying) return;
    if (this.snapshotDue) return this.fly(() => this.sendSnapshot());
    if (this.pending !== undefined) return;
    if (this.sent >= this.written.length) return;
    const waitMs = this.lastDeltaAt + this.rhythm.pace.deltaMs - performance.now();
    if (waitMs <= 0) return this.fly(() => this.sendDelta());
    this.pending = setTimeout(() => {
      this.pending = undefined;
      this.plan();
    }, waitMs);
  }

  private fly(work: () => Promise<void>): void {
    this.flying = true;
    this.flight = work().then(() => {
      this.flying = false;
      this.plan();
    });
  }

  private async sendDelta(): Promise<void> {
    const offset = this.sent;
    const text = pieceFrom(this.written, offset);
    this.sent = offset + text.length;
    this.lastDeltaAt = performance.now();
    const { attempt } = this.answer;
    await this.send({ type: 'delta', attempt, offset, text });
  }

  private queueSnapshot(): void {
    if (this.flying || this.sent === 0) return;
    const renewAt = this.lastSnapshotAt + this.rhythm.retainMs / 2;
    if (this.snapshotLength === this.sent && performance.now() < renewAt) return;
    this.fly(() => this.sendSnapshot());
  }

  private async sendSnapshot(): Promise<void> {
    const text = this.written.slice(0, this.sent);
    this.snapshotDue = false;
    this.snapshotLength = this.sent;
    this.lastSnapshotAt = performance.now();
    if (Buffer.byteLength(JSON.stringify(text)) > SNAPSHOT_LIMIT_BYTES) return;
    const { attempt } = this.answer;
    await this.send({ type: 'snapshot', attempt, text }, this.rhythm.retainMs);
  }

  private async send(event: CandidateEvent, retainMs?: number): Promise<void> {
    try {
      await this.publish(this.topic, event, retainMs === undefined ? {} : { retainMs });
    } catch (err) {
      this.logger.warn({ err, event: event.type }, 'the relay did not take an event of an answer');
    }
  }
}

/** At most so much of the text that the relay takes it, and never half a surrogate pair. */
function pieceFrom(text: string, offset: number): string {
  const piece = text.slice(offset, offset + DELTA_LIMIT);
  const more = offset + piece.length < text.length;
  return more && /[\ud800-\udbff]$/.test(piece) ? piece.slice(0, -1) : piece;
}
