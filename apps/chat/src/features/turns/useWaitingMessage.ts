import { computed, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue';

interface WaitingMessageOptions {
  /** The conversation, or the chatbot where it has not begun. */
  readonly place: MaybeRefOrGetter<string>;
  readonly draft: Readonly<Ref<string>>;
  /** A message is on its way, or an answer is being written: another message would be refused. */
  readonly busy: MaybeRefOrGetter<boolean>;
  /** Whether a message that waited may go out now; else it stays a draft. */
  readonly mayGo: () => boolean;
  readonly send: (text: string) => void;
}

/**
 * Sends a message at once, or, when the person was faster than the answer, as soon as it has ended. Until then it stays
 * in the composer; whatever is changed there, or another conversation, calls it off.
 */
export function useWaitingMessage({ place, draft, busy, mayGo, send }: WaitingMessageOptions) {
  const waitsIn = ref<string>();
  const waiting = computed(() => waitsIn.value === toValue(place));
  const hold = (): void => void (waitsIn.value = undefined);

  watch(draft, hold, { flush: 'sync' });
  watch(
    () => waiting.value && !toValue(busy),
    (due) => {
      if (!due) return;
      hold();
      const text = draft.value.trim();
      if (text !== '' && mayGo()) send(text);
    },
  );
  watch(
    () => toValue(place),
    () => {
      if (!waiting.value) hold();
    },
  );

  return {
    waiting,
    hold,
    submit: (text: string): void => {
      if (!toValue(busy)) send(text);
      // Two presses in one moment: after the first there is nothing left that could wait.
      else if (draft.value.trim() !== '') waitsIn.value = toValue(place);
    },
    /** The conversation has begun, and will be shown under its own name. */
    moveTo: (begun: string): void => {
      if (waitsIn.value !== undefined) waitsIn.value = begun;
    },
  };
}
