import type { CandidateEvent } from './candidate-events.js';
import type { ReadPosition } from './stream-events.js';

/** What a reader has to be told after one event. */
export type ReaderStep =
  | { readonly type: 'append'; readonly offset: number; readonly text: string }
  | { readonly type: 'restart'; readonly text: string }
  /** Text before this delta has not come: a snapshot is needed to go on. */
  | { readonly type: 'gap' }
  | { readonly type: 'nothing' };

const GAP: ReaderStep = { type: 'gap' };
const NOTHING: ReaderStep = { type: 'nothing' };

/**
 * Follows one candidate's events, which may come doubled, late, or with a gap, and says what to pass on so that
 * the concatenated text is exactly the text that was written: no token lost, none doubled.
 *
 * A delta beyond the end of what is known is a gap: it is dropped and reported, and the next snapshot (or the row in
 * Postgres, given to `load`) fills it. Text of an older attempt is ignored; a newer attempt restarts the answer.
 */
export class AnswerReader {
  private attempt: number;
  private length: number;

  constructor(from: ReadPosition = { attempt: 0, offset: 0 }) {
    this.attempt = from.attempt;
    this.length = from.offset;
  }

  get position(): ReadPosition {
    return { attempt: this.attempt, offset: this.length };
  }

  /** Takes a delta or a snapshot. */
  take(event: Extract<CandidateEvent, { type: 'delta' | 'snapshot' }>): ReaderStep {
    if (event.type === 'snapshot') return this.load(event.attempt, event.text);
    if (event.attempt < this.attempt) return NOTHING;
    if (event.attempt > this.attempt) {
      if (event.offset > 0) return GAP;
      return this.restart(event.attempt, event.text);
    }
    if (event.offset > this.length) return GAP;
    return this.append(event.text.slice(this.length - event.offset));
  }

  /** Takes the whole text up to now, from a snapshot or from Postgres. */
  load(attempt: number, text: string): ReaderStep {
    if (attempt < this.attempt) return NOTHING;
    if (attempt > this.attempt) return this.restart(attempt, text);
    return this.append(text.slice(this.length));
  }

  private restart(attempt: number, text: string): ReaderStep {
    const fresh = this.attempt === 0 && this.length === 0;
    this.attempt = attempt;
    this.length = 0;
    if (fresh) return this.append(text);
    this.length = text.length;
    return { type: 'restart', text };
  }

  private append(text: string): ReaderStep {
    if (text === '') return NOTHING;
    const offset = this.length;
    this.length += text.length;
    return { type: 'append', offset, text };
  }
}
