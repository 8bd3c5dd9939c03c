import { onScopeDispose, readonly, ref } from 'vue';

/** Copies text; `copied` is true for two seconds afterwards. Works without HTTPS too, where `clipboard` is missing. */
export function useCopy() {
  const copied = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function copy(text: string): Promise<void> {
    if (!(await write(text))) return;
    copied.value = true;
    clearTimeout(timer);
    timer = setTimeout(() => (copied.value = false), 2_000);
  }

  onScopeDispose(() => clearTimeout(timer));
  return { copied: readonly(copied), copy };
}

async function write(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const focused = document.activeElement as HTMLElement | null;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // A dialog lets no field outside of it have the focus, which copying takes.
  const dialog = focused?.closest('[role=dialog]');
  (dialog ?? document.body).append(field);
  field.select();
  // The only way on a plain-HTTP page, which is usual on a private network.
  const done = document.execCommand('copy');
  field.remove();
  focused?.focus();
  return done;
}
