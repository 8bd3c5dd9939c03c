import type { ChatbotPage } from '@koi/contracts/http';
import type { ReasonGroup } from '@koi/contracts/reasons';
import { reasonLabel } from '@koi/contracts/reasons';
import {
  computed,
  inject,
  provide,
  toValue,
  type ComputedRef,
  type InjectionKey,
  type MaybeRefOrGetter,
} from 'vue';
import { useI18n } from 'vue-i18n';

type Reasons = ChatbotPage['reasons'];
const reasonsKey: InjectionKey<ComputedRef<Reasons>> = Symbol('reasons');

/** Gives everything below the reasons of the chatbot that is talked to. */
export function offerReasons(reasons: MaybeRefOrGetter<Reasons>): void {
  provide(
    reasonsKey,
    computed(() => toValue(reasons)),
  );
}

/** The reasons to choose from, in the page's language, and the version they are of. */
export function useReasons(group: MaybeRefOrGetter<ReasonGroup | undefined>) {
  const reasons = inject(reasonsKey, undefined);
  const { locale } = useI18n();
  const choices = computed(() => {
    const wanted = toValue(group);
    const offered = wanted ? (reasons?.value?.[wanted] ?? []) : [];
    return offered.map((reason) => ({
      key: reason.key,
      label: reasonLabel(reason, locale.value),
    }));
  });
  /** As a request names them: nothing when none is chosen. */
  const named = (keys: readonly string[]) => {
    const known = keys.filter((key) => choices.value.some((choice) => choice.key === key));
    const version = reasons?.value?.version;
    return known.length > 0 && version ? { reasons: known, reasonsVersion: version } : {};
  };
  return { choices, named };
}
