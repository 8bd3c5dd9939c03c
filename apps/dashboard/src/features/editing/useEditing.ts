import { computed, shallowRef, ref, watch, type Ref } from 'vue';

/** How a record is turned into fields and what stands in them, so that a change of either can be seen. */
interface Form<Item> {
  load(record: Item): void;
  /** Everything that is typed, as one text. */
  snapshot(): string;
}

/**
 * An edit of a record that others may change at the same time. While nothing is typed, the form follows the record; with
 * something typed, `theirs` is the record somebody else has saved meanwhile.
 */
export function useEditing<Item extends { readonly revision: string }>(
  record: Ref<Item | undefined>,
  form: Form<Item>,
) {
  const base = shallowRef<Item>();
  const clean = ref(form.snapshot());
  const isDirty = computed(() => form.snapshot() !== clean.value);
  const theirs = computed(() =>
    base.value && record.value && record.value.revision !== base.value.revision
      ? record.value
      : undefined,
  );

  /** Puts a record into the form; what was typed is gone. */
  function take(item: Item): void {
    base.value = item;
    form.load(item);
    clean.value = form.snapshot();
  }

  /** What stands in the form is the state to leave without asking. */
  const settle = (): void => void (clean.value = form.snapshot());

  /** Goes on with what is typed; saving it then replaces what somebody else saved. */
  const keepMine = (): void => void (base.value = record.value);

  watch(
    record,
    (now) => {
      if (now && (!base.value || (theirs.value && !isDirty.value))) take(now);
    },
    { immediate: true },
  );
  return { base, isDirty, theirs, take, settle, keepMine };
}
