import { loadDiff } from '@koi/ui';

export const loadEditor = () => import('./CorrectionEditor.vue');

/** Asks for what a correction needs before somebody writes one: they may have no network by then. */
export async function loadCorrections(): Promise<void> {
  // What does not come now is asked for again when it is wanted.
  await Promise.allSettled([loadEditor(), loadDiff()]);
}
