import type { StreamEvent } from '@koi/contracts/events';
import type { TurnView } from '@koi/contracts/http';
import type { openTurnStream, StreamConnection, TurnStream } from '@koi/sdk/client';
import {
  computed,
  nextTick,
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
  type MaybeRefOrGetter,
} from 'vue';
import { takeFrame, textLength } from './frame-events.js';
import { frameSize } from './frame-size.js';
import { pacedFrames } from './paced-frames.js';
import { applyEvent, liveTurn, type LiveTurn } from './turn-answers.js';

export interface TurnStreamDependencies {
  /** Called once when every answer has ended. */
  readonly onEnd: (turnId: string) => void;
  /** Asked when the server refuses the stream: `false` gives it up. */
  readonly mayReconnect?: (turnId: string) => Promise<boolean>;
  readonly open: typeof openTurnStream;
  /** Runs once before one of the next paints. */
  readonly beforePaint?: (run: () => void) => void;
}

/**
 * The turn being answered: follows its stream as long as it is pending, survives breaks and reloads. Events are
 * collected and applied together, as often and as many at a time as the page can show, however fast the model writes.
 */
export function useTurnStream(
  turn: MaybeRefOrGetter<TurnView | undefined>,
  { onEnd, mayReconnect, open, beforePaint = pacedFrames() }: TurnStreamDependencies,
) {
  const live = shallowRef<LiveTurn>();
  const connection = shallowRef<StreamConnection>('closed');
  const size = frameSize();
  let stream: TurnStream | undefined;

  function follow(followed: TurnView): void {
    const waiting: StreamEvent[] = [];
    live.value = liveTurn(followed);
    connection.value = 'connecting';

    const apply = (): void => {
      if (stream !== opened || !live.value) return;
      const began = performance.now();
      const taken = takeFrame(waiting, size.characters());
      live.value = taken.reduce(applyEvent, live.value);
      void nextTick(() => size.took(textLength(taken), performance.now() - began));
      if (waiting.length > 0) beforePaint(apply);
      if (live.value.gap) opened.restart();
      if (live.value.ended) onEnd(followed.id);
    };
    const opened = open(followed.id, {
      onEvent(event) {
        waiting.push(event);
        if (waiting.length === 1) beforePaint(apply);
      },
      onConnection: (next) => (connection.value = next),
      ...(mayReconnect ? { mayReconnect: () => mayReconnect(followed.id) } : {}),
    });
    stream = opened;
  }

  function leave(): void {
    stream?.close();
    stream = undefined;
    live.value = undefined;
    connection.value = 'closed';
  }

  watch(
    () => {
      const { id, state } = toValue(turn) ?? {};
      return state === 'pending' ? id : undefined;
    },
    () => {
      leave();
      const current = toValue(turn);
      if (current?.state === 'pending') follow(current);
    },
    { immediate: true },
  );
  onScopeDispose(leave);

  return {
    live: computed(() => live.value),
    reconnecting: computed(() => connection.value === 'reconnecting'),
  };
}
