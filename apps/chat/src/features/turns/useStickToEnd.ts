import { onScopeDispose, ref, watch, type Ref } from 'vue';

const NEAR_PX = 48;

/** Keeps a scroller at its end while it grows, but only as long as the reader is there. */
export function useStickToEnd(
  scroller: Readonly<Ref<HTMLElement | null>>,
  content: Readonly<Ref<HTMLElement | null>>,
) {
  const atEnd = ref(true);
  let lastTop = 0;

  function onScroll(): void {
    const element = scroller.value;
    if (!element) return;
    const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
    // Only the reader scrolls up; growing text never does.
    if (element.scrollTop < lastTop && distance > NEAR_PX) atEnd.value = false;
    else if (distance <= NEAR_PX) atEnd.value = true;
    lastTop = element.scrollTop;
  }

  function toEnd(behavior: ScrollBehavior = 'auto'): void {
    atEnd.value = true;
    const element = scroller.value;
    if (!element) return;
    element.scrollTo({ top: element.scrollHeight, behavior });
    // The event comes a frame later: whoever scrolls up before it came from here.
    lastTop = element.scrollTop;
  }

  /** The same with the next frame, which lays out what has just been changed anyway. */
  function toEndSoon(): void {
    if (document.hidden) return toEnd();
    atEnd.value = true;
    requestAnimationFrame(() => {
      if (atEnd.value) toEnd();
    });
  }

  /** Stays where the reader is although what is below changes. */
  function stay(): void {
    atEnd.value = false;
  }

  const observer = new ResizeObserver(() => {
    if (atEnd.value) toEnd();
    else onScroll();
  });
  watch(
    [scroller, content],
    ([element, inner], [before]) => {
      observer.disconnect();
      before?.removeEventListener('scroll', onScroll);
      element?.addEventListener('scroll', onScroll, { passive: true });
      if (element) observer.observe(element);
      if (inner) observer.observe(inner);
    },
    { flush: 'post', immediate: true },
  );
  onScopeDispose(() => {
    observer.disconnect();
    scroller.value?.removeEventListener('scroll', onScroll);
  });

  return { atEnd, toEnd, toEndSoon, stay };
}
