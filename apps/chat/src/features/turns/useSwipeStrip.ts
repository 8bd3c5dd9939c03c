import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { smoothly } from '../../app/scroll-behavior.js';

/** Where a browser does not tell when scrolling ends, a strip that has not moved for so long is at rest, in ms. */
const REST_MS = 150;

/**
 * A strip of cards, each as wide as the strip, that a finger goes through. `shown` is the card that most of is seen, and
 * `resting` the one that was so when the strip last stood still: it alone gives the strip its height, so that no room stays
 * empty below a short one beside a long one. While the strip moves, its height stays: it would jump back to where it was.
 */
export function useSwipeStrip(strip: Readonly<Ref<HTMLElement | null>>) {
  const shown = ref(0);
  const resting = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function rest(): void {
    resting.value = shown.value;
  }
  function onScroll(): void {
    const element = strip.value;
    if (!element) return;
    shown.value = Math.round(Math.abs(element.scrollLeft) / element.clientWidth);
    if ('onscrollend' in element) return;
    clearTimeout(timer);
    timer = setTimeout(rest, REST_MS);
  }
  watch(
    strip,
    (element, before) => {
      before?.removeEventListener('scroll', onScroll);
      before?.removeEventListener('scrollend', rest);
      element?.addEventListener('scroll', onScroll, { passive: true });
      element?.addEventListener('scrollend', rest);
    },
    { flush: 'post', immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  /** Moves the strip, and nothing around it, to a card. */
  function show(index: number): void {
    const element = strip.value;
    const card = element?.children[index];
    if (!element || !card) return;
    const [room, place] = [element.getBoundingClientRect(), card.getBoundingClientRect()];
    const padding = (element.clientWidth - place.width) / 2;
    element.scrollBy({ left: place.left - room.left - padding, behavior: smoothly() });
  }

  return { shown, resting, show };
}
