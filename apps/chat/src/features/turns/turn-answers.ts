import type { StreamEvent } from '@koi/contracts/events';
import type { CandidateView, TurnView } from '@koi/contracts/http';

/** One answer as the page shows it while it streams. */
type LiveAnswer = Pick<CandidateView, 'id' | 'side' | 'state' | 'text' | 'finishReason' | 'detail'>;

export interface LiveTurn {
  readonly answers: Readonly<Record<string, LiveAnswer>>;
  readonly ended: boolean;
  /** A delta began past the end of the known text: the stream has to begin anew. */
  readonly gap: boolean;
}

export function liveTurn(turn: TurnView): LiveTurn {
  return {
    answers: Object.fromEntries(turn.candidates.map((candidate) => [candidate.id, candidate])),
    ended: turn.state !== 'pending',
    gap: false,
  };
}

/** Applies one event. Deltas say where they begin, so one that comes twice changes nothing. */
export function applyEvent(turn: LiveTurn, event: StreamEvent): LiveTurn {
  if (event.type === 'end') return { ...turn, ended: true };
  if (event.type === 'connection') return turn;
  const answer = turn.answers[event.candidateId];
  if (!answer) return turn;
  switch (event.type) {
    case 'reset':
      return withAnswer(
        { ...turn, gap: false },
        {
          ...answer,
          text: event.text,
          state: event.text === '' ? 'queued' : 'streaming',
        },
      );
    case 'delta': {
      if (event.offset > answer.text.length) return { ...turn, gap: true };
      const text = answer.text + event.text.slice(answer.text.length - event.offset);
      return withAnswer(turn, { ...answer, text, state: 'streaming' });
    }
    case 'done':
      return withAnswer(turn, {
        ...answer,
        state: event.state,
        finishReason: event.finishReason,
        detail: event.detail ?? null,
      });
  }
}

/**
 * What is shown of a turn: both answers where they are compared, else the one that the path leads through; as they
 * stream, where they do. The stream does not tell that an answer without text has been begun; the row does.
 */
export function shownAnswers(
  turn: TurnView,
  candidateId: string,
  live?: LiveTurn,
): CandidateView[] {
  return turn.candidates
    .filter(({ id }) => turn.feedbackMode === 'rank' || id === candidateId)
    .map((candidate) => {
      const streamed = live?.answers[candidate.id];
      if (!streamed) return candidate;
      const begun = streamed.state === 'queued' && candidate.state === 'streaming';
      return { ...candidate, ...streamed, state: begun ? 'streaming' : streamed.state };
    });
}

function withAnswer(turn: LiveTurn, answer: LiveAnswer): LiveTurn {
  return { ...turn, answers: { ...turn.answers, [answer.id]: answer } };
}
