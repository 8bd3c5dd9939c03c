import { nextTick } from 'vue';

/** Goes to the first field of the form that is wrong. */
export async function showFirstIssue(): Promise<void> {
  await nextTick();
  document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
}
