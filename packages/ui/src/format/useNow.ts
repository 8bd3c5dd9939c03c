import { onScopeDispose, readonly, ref } from 'vue';

/** The present moment, renewed every half minute while somebody shows it. */
export function useNow(everyMs = 30_000) {
  const now = ref(new Date());
  const timer = setInterval(() => (now.value = new Date()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return readonly(now);
}
