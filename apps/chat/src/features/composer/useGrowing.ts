import { nextTick, watch, type Ref } from 'vue';

/** Lets a text area grow with its text in browsers whose style sheets cannot (`field-sizing`). */
export function useGrowing(
  field: Readonly<Ref<HTMLTextAreaElement | null>>,
  text: Ref<string>,
): void {
  if (CSS.supports('field-sizing', 'content')) return;
  watch(
    [text, field],
    async () => {
      await nextTick();
      if (!field.value) return;
      field.value.style.height = 'auto';
      field.value.style.height = `${field.value.scrollHeight}px`;
    },
    { immediate: true },
  );
}
