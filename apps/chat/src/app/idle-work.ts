import { layOut, urgently } from './layout-task.js';
import { whenIdle } from './when-idle.js';

const waiting: (() => void)[] = [];
/** What nobody waits for yet: done when nothing else is to be done. */
const spare: (() => void)[] = [];
let running = false;

/**
 * Does a piece of work when the page has nothing better to do: after those asked for before it, in a task of its own. What
 * it changes is laid out in another one.
 */
export function doWhenIdle(work: () => void): void {
  waiting.push(work);
  if (!running) void run();
}

/** The same, for what is only made ready: whatever else there is to do comes before it. */
export function doInSpareTime(work: () => void): void {
  spare.push(work);
  if (!running) void run();
}

const isLeft = (): boolean => waiting.length + spare.length > 0;

const laidOut = (): Promise<void> =>
  new Promise((resolve) =>
    urgently(() => {
      layOut();
      resolve();
    }),
  );

async function run(): Promise<void> {
  running = true;
  try {
    while (isLeft()) {
      await whenIdle(200);
      (waiting.shift() ?? spare.shift())?.();
      if (!document.hidden) await laidOut();
    }
  } finally {
    running = false;
    if (isLeft()) void run();
  }
}
