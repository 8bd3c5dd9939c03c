import { onScopeDispose, readonly, ref } from 'vue';

/** The time, moved on every ten seconds, for texts like "4 min ago". */
export function useNow() {
  const now = ref(new Date());
  const timer = setInterval(() => (now.value = new Date()), 10_000);
  onScopeDispose(() => clearInterval(timer));
  return readonly(now);
}
