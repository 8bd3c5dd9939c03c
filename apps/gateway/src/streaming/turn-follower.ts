import {
  AnswerReader,
  formatEventId,
  type CandidateEvent,
  type CandidateState,
  type FinalState,
  type FinishReason,
  type ReaderStep,
  type ReadPosition,
  type Side,
  type StreamEvent,
  type TurnState,
} from '@koi/contracts';

/** What the follower needs to know of one answer as Postgres has it. */
interface StoredAnswer {
  readonly id: string;
  readonly side: Side;
  readonly state: CandidateState;
  readonly attempt: number;
  readonly text: string;
  readonly finishReason: FinishReason | null;
  readonly failureDetail: string | null;
}

export interface StoredTurn {
  readonly id: string;
  readonly state: TurnState;
  readonly candidates: readonly StoredAnswer[];
}

/** What a follower needs to go on after an event: the row in Postgres, a snapshot from the writer, or nothing. */
export type Need = 'row' | 'snapshot' | 'nothing';

/** Where events go; `id` is the SSE id to resume from. */
export type Send = (event: StreamEvent, id: string) => void;

interface Followed {
  readonly id: string;
  readonly side: Side;
  readonly reader: AnswerReader;
  ended: boolean;
  /** Whether any event has come from the relay. */
  heard: boolean;
  /** How far text is known to have been written that could not be taken, because something before it is missing. */
  missed: ReadPosition;
}

const isFinal = (state: CandidateState): state is FinalState =>
  state !== 'queued' && state !== 'streaming';

/**
 * One reader of one turn, whatever gateway they are connected to: turns relay events and rows of Postgres, in any
 * mixture, into events for the page. Pure: it neither subscribes nor queries.
 */
export class TurnFollower {
  private readonly answers: readonly Followed[];
  private readonly resumed: boolean;
  private finished = false;
  private connection: 'lost' | 'back' = 'back';

  constructor(
    private readonly turnId: string,
    candidates: readonly { id: string; side: Side }[],
    private readonly send: Send,
    positions?: readonly ReadPosition[],
  ) {
    this.resumed = positions?.length === candidates.length;
    this.answers = candidates.map(({ id, side }, index) => ({
      id,
      side,
      reader: new AnswerReader(this.resumed ? positions?.[index] : undefined),
      ended: false,
      heard: false,
      missed: { attempt: 0, offset: 0 },
    }));
  }

  get done(): boolean {
    return this.finished;
  }

  /** A reader who comes without a position starts each answer from nothing. */
  begin(): void {
    if (this.resumed) return;
    for (const { id, side } of this.answers)
      this.emit({ type: 'reset', candidateId: id, side, text: '' });
  }

  /** Whether an answer has not ended and nothing has come of it: text may have passed before the follower listened. */
  get mayLack(): boolean {
    return this.answers.some(({ ended, heard }) => !ended && !heard);
  }

  /** Whether text has gone by that is not there yet; also after a snapshot that is older than that text. */
  get hasGap(): boolean {
    return this.answers.some(({ ended, missed, reader: { position } }) => {
      const behind = missed.attempt === position.attempt && missed.offset > position.offset;
      return !ended && (behind || missed.attempt > position.attempt);
    });
  }

  /** Takes one relay event, and says what is needed to go on. */
  take(candidateId: string, event: CandidateEvent): Need {
    const answer = this.answers.find(({ id }) => id === candidateId);
    if (!answer || answer.ended) return 'nothing';
    answer.heard = true;
    if (event.type === 'done') return 'row';
    const step = answer.reader.take(event);
    if (step.type === 'gap' && event.type === 'delta')
      answer.missed = { attempt: event.attempt, offset: event.offset + event.text.length };
    this.pass(answer, step);
    return step.type === 'gap' ? 'snapshot' : 'nothing';
  }

  /** Takes the turn as Postgres has it: final answers are completed and ended from it. */
  load(turn: StoredTurn): void {
    for (const stored of turn.candidates) {
      const answer = this.answers.find(({ id }) => id === stored.id);
      if (!answer || answer.ended || !isFinal(stored.state)) continue;
      this.pass(answer, answer.reader.load(Math.max(stored.attempt, 1), stored.text));
      answer.ended = true;
      this.emit({
        type: 'done',
        candidateId: stored.id,
        state: stored.state,
        finishReason: stored.finishReason ?? 'error',
        ...(stored.failureDetail ? { detail: stored.failureDetail } : {}),
      });
    }
    if (!this.finished && turn.state !== 'pending' && this.answers.every(({ ended }) => ended)) {
      this.finished = true;
      this.emit({ type: 'end', turnId: this.turnId, state: turn.state });
    }
  }

  /** Tells the reader, unless they know, whether it can be heard how the answers go on. */
  connected(connected: boolean): void {
    const state = connected ? 'back' : 'lost';
    if (state !== this.connection && !this.finished) this.emit({ type: 'connection', state });
  }

  private pass({ id, side }: Followed, step: ReaderStep): void {
    if (step.type === 'append')
      this.emit({ type: 'delta', candidateId: id, offset: step.offset, text: step.text });
    if (step.type === 'restart')
      this.emit({ type: 'reset', candidateId: id, side, text: step.text });
  }

  private emit(event: StreamEvent): void {
    this.connection = event.type === 'connection' ? event.state : 'back';
    this.send(event, formatEventId(this.answers.map(({ reader }) => reader.position)));
  }
}
