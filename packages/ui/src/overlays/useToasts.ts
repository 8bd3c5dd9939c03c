import { readonly, shallowRef } from 'vue';

/** A short message that goes by itself; at most one action, such as undo. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
}

const toasts = shallowRef<readonly Toast[]>([]);
let nextId = 1;

/** The page's toasts; `ToastList` shows them. `lastsMs` is 6 s, 9 s with an action so that it can be reached. */
export function useToasts() {
  function show(
    text: string,
    options: { tone?: Toast['tone']; action?: Toast['action']; lastsMs?: number } = {},
  ): () => void {
    const { tone = 'plain', action, lastsMs = action ? 9_000 : 6_000 } = options;
    const id = nextId++;
    toasts.value = [...toasts.value.slice(-2), { id, text, tone, ...(action ? { action } : {}) }];
    const timer = setTimeout(() => dismiss(id), lastsMs);
    return () => {
      clearTimeout(timer);
      dismiss(id);
    };
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  return { toasts: readonly(toasts), show, dismiss };
}
