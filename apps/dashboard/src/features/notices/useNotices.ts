import { readonly, ref } from 'vue';

export interface Notice {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly detail?: string;
  /** Where to look further. */
  readonly link?: { readonly to: string; readonly text: string };
}

const shownMs = { good: 6_000, bad: 12_000 };
const notices = ref<Notice[]>([]);
let lastId = 0;

/** Short messages about what just happened; they leave by themselves, failures later than successes. */
export function useNotices() {
  function dismiss(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }

  function notify(notice: Omit<Notice, 'id'>): void {
    const id = ++lastId;
    notices.value = [...notices.value.slice(-3), { ...notice, id }];
    setTimeout(() => dismiss(id), shownMs[notice.tone]);
  }

  return { notices: readonly(notices), notify, dismiss };
}
