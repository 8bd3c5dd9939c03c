import { nextTick, watch, type Ref } from 'vue';

/** A component of one element. */
type Placed = Readonly<Ref<{ readonly $el: Element } | null>>;

/** Scrolls to what opens below something else, unless the reader is elsewhere and does not see that. */
export function useOpenedInSight(anchor: Placed, opened: Placed): void {
  watch(opened, async (now, before) => {
    if (!now || before || !isInSight(anchor.value?.$el)) return;
    await nextTick();
    opened.value?.$el.scrollIntoView({ block: 'nearest' });
  });
}

function isInSight(element: Element | undefined): boolean {
  if (!element) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
