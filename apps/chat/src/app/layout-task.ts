/** Missing in Safari. */
interface TaskScheduler {
  postTask(run: () => void, options: { priority: 'user-blocking' }): Promise<void>;
}
const { scheduler } = globalThis as { scheduler?: TaskScheduler };

/** Runs in a task of its own: before the page is painted, where the browser knows of urgent tasks. */
export function urgently(run: () => void): void {
  // A hidden tab has time.
  if (document.hidden || !scheduler) setTimeout(run, document.hidden ? 100 : 0);
  else void scheduler.postTask(run, { priority: 'user-blocking' });
}

/** Lays out what has been changed. In a task of its own, the frame that paints it has that much less to do. */
export const layOut = (): void => void document.body.getBoundingClientRect();

/** Lays an element out where it is neither seen nor read out, and takes it away again within the same task. */
export function layOutUnseen(element: HTMLElement): void {
  element.classList.add('sr-only');
  element.inert = true;
  document.body.append(element);
  element.getBoundingClientRect();
  element.remove();
}
