import type { CandidateView, ConversationView, TurnView } from '@koi/contracts/http';
import type { StreamEvent } from '@koi/contracts/events';
import type { ProblemCode } from '@koi/contracts/problems';
import { problemType } from '@koi/contracts/problems';
import { ProblemError } from '@koi/sdk/client';
import { v7 as newId } from 'uuid';

type Reader = (event: StreamEvent) => void;
type Ending = 'completed' | 'stopped' | 'failed';

/** The conversations of a preview and the streams of their answers. They last as long as its page. */
export class PreviewConversations {
  private readonly all = new Map<string, ConversationView>();
  private readonly readers = new Map<string, Set<Reader>>();

  list(): ConversationView[] {
    return [...this.all.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  get(id: string): ConversationView {
    return this.all.get(id) ?? refuse('conversation_not_found', 404);
  }

  put(conversation: ConversationView): ConversationView {
    this.all.set(conversation.id, conversation);
    return conversation;
  }

  remove(id: string): void {
    this.all.delete(id);
  }

  ofTurn(turnId: string): { readonly conversation: ConversationView; readonly turn: TurnView } {
    for (const conversation of this.all.values()) {
      const turn = conversation.turns.find(({ id }) => id === turnId);
      if (turn) return { conversation, turn };
    }
    return refuse('turn_not_found', 404);
  }

  turnOf(candidateId: string): TurnView {
    for (const { turns } of this.all.values())
      for (const turn of turns)
        if (turn.candidates.some(({ id }) => id === candidateId)) return turn;
    return refuse('candidate_not_found', 404);
  }

  changeTurn(turnId: string, change: Partial<TurnView>): TurnView {
    const { conversation, turn } = this.ofTurn(turnId);
    const changed = { ...turn, ...change };
    const turns = conversation.turns.map((other) => (other === turn ? changed : other));
    this.put({ ...conversation, turns });
    return changed;
  }

  changeCandidate(candidateId: string, change: Partial<CandidateView>): TurnView {
    const turn = this.turnOf(candidateId);
    const candidates = turn.candidates.map((candidate) =>
      candidate.id === candidateId ? { ...candidate, ...change } : candidate,
    );
    return this.changeTurn(turn.id, { candidates });
  }

  /** Follows the answers of a turn from what is there, until the returned function is called. */
  follow(turnId: string, reader: Reader): () => void {
    const readers = this.readers.get(turnId) ?? new Set();
    this.readers.set(turnId, readers.add(reader));
    for (const { id, side, text } of this.ofTurn(turnId).turn.candidates)
      reader({ type: 'reset', candidateId: id, side, text });
    return () => void readers.delete(reader);
  }

  /** All of an answer up to now. What comes for an answer that is gone or has ended is passed over. */
  write(candidateId: string, text: string): void {
    const found = this.pending(candidateId);
    if (!found || text === found.candidate.text) return;
    const { turn, candidate } = found;
    this.changeCandidate(candidateId, { text, state: 'streaming' });
    const offset = candidate.text.length;
    this.tell(
      turn.id,
      text.startsWith(candidate.text)
        ? { type: 'delta', candidateId, offset, text: text.slice(offset) }
        : { type: 'reset', candidateId, side: candidate.side, text },
    );
  }

  end(candidateId: string, state: Ending, detail: string | undefined): void {
    const found = this.pending(candidateId);
    if (!found) return;
    const finishReason = ({ completed: 'stop', stopped: 'stopped', failed: 'error' } as const)[
      state
    ];
    const change = { state, finishReason, detail: detail ?? null };
    const { id: turnId, candidates } = this.changeCandidate(candidateId, change);
    this.tell(turnId, {
      type: 'done',
      candidateId,
      state,
      finishReason,
      ...(detail === undefined ? {} : { detail }),
    });
    const states = candidates.map((candidate) => candidate.state);
    if (states.some((other) => other === 'queued' || other === 'streaming')) return;
    const outcome = (['failed', 'stopped'] as const).find((bad) => states.includes(bad));
    const { state: ended } = this.changeTurn(turnId, { state: outcome ?? 'completed' });
    this.tell(turnId, { type: 'end', turnId, state: ended });
  }

  private pending(candidateId: string) {
    for (const { turns } of this.all.values())
      for (const turn of turns)
        for (const candidate of turn.candidates)
          if (candidate.id === candidateId)
            return candidate.state === 'queued' || candidate.state === 'streaming'
              ? { turn, candidate }
              : undefined;
    return undefined;
  }

  private tell(turnId: string, event: StreamEvent): void {
    for (const reader of this.readers.get(turnId) ?? []) reader(event);
  }
}

/** An answer nobody has begun. */
export const newCandidate = (side: 'a' | 'b'): CandidateView => ({
  id: newId(),
  side,
  state: 'queued',
  text: '',
  finishReason: null,
  detail: null,
  vote: null,
  voteReasons: [],
  correction: null,
  comment: null,
  model: null,
});

/** Refuses as the gateway would. */
export function refuse(code: ProblemCode, status: number): never {
  const detail = 'This is only a preview.';
  throw new ProblemError({ type: problemType(code), title: detail, status, code, detail });
}
