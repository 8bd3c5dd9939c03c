import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue';

/** An element's width in CSS pixels, kept up to date. */
export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>) {
  const width = ref(0);
  const observer = new ResizeObserver(([entry]) => {
    if (entry) width.value = Math.round(entry.contentRect.width);
  });
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before);
      if (now) observer.observe(now);
    },
    { immediate: true, flush: 'post' },
  );
  onScopeDispose(() => observer.disconnect());
  return readonly(width);
}
