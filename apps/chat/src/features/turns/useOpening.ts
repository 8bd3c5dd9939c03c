import type { ConversationView, PathStep, TurnView } from '@koi/contracts/http';
import { onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue';
import { doWhenIdle } from '../../app/idle-work.js';
import { loadedMarkdown, loadMarkdown } from '../markdown/index.js';

/** A conversation of so much text, in UTF-16 code units, is shown at once, and a longer one piece by piece. */
const AT_ONCE = 3_000;
/** So long its text may wait for the renderer before it is shown plain, in ms. */
const LONGEST_WAIT_MS = 2_000;

interface OpeningOptions {
  readonly conversation: MaybeRefOrGetter<ConversationView | undefined>;
  readonly path: MaybeRefOrGetter<readonly PathStep<TurnView>[]>;
  /** Answers whose text is still being set. */
  readonly unset: Readonly<Ref<number>>;
  readonly scroller: Readonly<Ref<HTMLElement | null>>;
  readonly content: Readonly<Ref<HTMLElement | null>>;
}

/**
 * Shows a kept conversation without a long task: its last answer is read, then its turns are set from the last upwards,
 * each in a task of its own. It stays hidden until it fills the page, so that nobody sees it grow.
 */
export function useOpening({ conversation, path, unset, scroller, content }: OpeningOptions) {
  /** Turns before this one are not set yet. */
  const first = ref(0);
  const hidden = ref(false);
  let run = 0;

  function show(): void {
    first.value = 0;
    hidden.value = false;
  }

  async function open(mine: number): Promise<void> {
    const texts = toValue(path).map(textOf);
    const isShort = texts.join('').length <= AT_ONCE;
    if (isShort && loadedMarkdown()) return show();
    hidden.value = true;
    first.value = texts.length;
    const markdown = await inTime(loadMarkdown());
    if (mine !== run) return;
    if (isShort) return show();
    await markdown?.prepareText(texts.at(-1) ?? '');
    setEarlier();

    function setEarlier(): void {
      doWhenIdle(() => {
        if (mine !== run) return;
        first.value = Math.max(0, Math.min(first.value, toValue(path).length) - 1);
        if (first.value > 0) setEarlier();
      });
    }
  }

  watch(
    () => toValue(conversation)?.id,
    (id) => {
      run += 1;
      if (id === undefined) show();
      else void open(run);
    },
    { immediate: true },
  );

  // Measured where the browser has just laid the page out: anywhere else it would have to do so for this.
  const observer = new ResizeObserver(() => {
    const [outer, inner] = [scroller.value, content.value];
    const isFull = outer && inner && inner.offsetHeight > outer.clientHeight;
    // Not within the frame that was just laid out: it would be laid out once more.
    if (hidden.value && isFull) setTimeout(() => (hidden.value = false));
  });
  watch(
    content,
    (element) => {
      observer.disconnect();
      if (element) observer.observe(element);
    },
    { flush: 'post', immediate: true },
  );
  watch(
    () => first.value === 0 && unset.value === 0,
    (allSet) => {
      if (allSet) hidden.value = false;
    },
    { flush: 'post' },
  );
  onScopeDispose(() => {
    run += 1;
    observer.disconnect();
  });

  return { first, hidden };
}

const textOf = ({ turn, candidateId }: PathStep<TurnView>): string =>
  (turn.candidates.find(({ id }) => id === candidateId) ?? turn.candidates[0])?.text ?? '';

/** What comes in time; nothing when it does not come, or not in time. */
function inTime<Result>(coming: Promise<Result>): Promise<Result | undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), LONGEST_WAIT_MS);
    coming.then(resolve, () => resolve(undefined));
  });
}
