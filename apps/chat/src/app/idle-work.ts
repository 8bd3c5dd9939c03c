import { layOut, urgently } from './layout-task.js';
import { whenIdle } from './when-idle.js';

const waiting: (() => void)[] = [];
let running = false;

/**
 * Does a piece of work when the page has nothing better to do: after those asked for before it, in a task of its own. What
 * it changes is laid out in another one.
 */
export function doWhenIdle(work: () => void): void {
  waiting.push(work);
  if (!running) void run();
}

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
    while (waiting.length > 0) {
      await whenIdle(200);
      waiting.shift()?.();
      if (!document.hidden) await laidOut();
    }
  } finally {
    running = false;
    if (waiting.length > 0) void run();
  }
}
