import type { CandidateView, TurnView } from '@koi/contracts/http';
import { defineComponent, h, render, shallowRef, type AppContext, type VNode } from 'vue';
import { layOutUnseen } from '../../app/layout-task.js';
import AnswerFrame from './AnswerFrame.vue';
import { liveTurn } from './turn-answers.js';
import TurnBlock from './TurnBlock.vue';
import UserMessage from './UserMessage.vue';
import WaitingDots from './WaitingDots.vue';

/**
 * Sets a message that is sent and answered, from the first sign of it to the buttons below its answer, out of the page
 * and for nobody: a step for each task. A browser then has compiled what the first real one needs. `texts` are those of
 * the answer as it grows.
 */
export function settings(
  context: AppContext,
  feedbackMode: TurnView['feedbackMode'],
  texts: readonly string[],
): (() => void)[] {
  const shown = shallowRef<() => VNode[]>(() => []);
  const place = document.createElement('div');
  const stage = h(defineComponent(() => () => shown.value()));
  stage.appContext = context;

  const layOut = (): void => layOutUnseen(place);
  const step = (nodes: () => VNode[]) => (): void => void (shown.value = nodes);
  const answered = (text: string, over = false) =>
    step(() => [blockOf(turnOf(feedbackMode, text, over))]);

  return [
    () => render(stage, place),
    step(() => [
      h(UserMessage, { text: 'a', dimmed: true }),
      h(AnswerFrame, () => h(WaitingDots, { label: 'b' })),
    ]),
    answered(''),
    layOut,
    ...texts.flatMap((text, index) => [answered(text), ...(index % 3 === 2 ? [layOut] : [])]),
    // A pair that has ended could be ranked by keys, wherever it is.
    ...(feedbackMode === 'rank' ? [] : [answered(texts.at(-1) ?? '', true), layOut]),
    () => render(null, place),
  ];
}

function blockOf(turn: TurnView): VNode {
  const over = turn.state === 'completed';
  return h(TurnBlock, {
    turn,
    candidateId: turn.candidates[0]?.id ?? '',
    versions: [turn.id],
    live: over ? undefined : liveTurn(turn),
    latest: true,
    reconnecting: false,
    busy: !over,
    regenerating: false,
  });
}

function turnOf(feedbackMode: TurnView['feedbackMode'], text: string, over: boolean): TurnView {
  const candidate: Omit<CandidateView, 'id' | 'side'> = {
    state: over ? 'completed' : text ? 'streaming' : 'queued',
    text,
    finishReason: over ? 'stop' : null,
    detail: null,
    vote: null,
    voteReasons: [],
    correction: null,
    comment: null,
    model: over ? 'c' : null,
  };
  return {
    id: 'warm-up',
    parentCandidateId: null,
    text: 'a',
    state: over ? 'completed' : 'pending',
    createdAt: '2000-01-01T00:00:00Z',
    feedbackMode,
    candidates: (feedbackMode === 'rank' ? (['a', 'b'] as const) : (['a'] as const)).map(
      (side) => ({
        id: `warm-up ${side}`,
        side,
        ...candidate,
      }),
    ),
    ranking: null,
    rankingReasons: [],
    rankingStrength: null,
  };
}
