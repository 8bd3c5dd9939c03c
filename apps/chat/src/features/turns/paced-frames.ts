import { layOut, urgently } from '../../app/layout-task.js';

/** Thirty times a second is as smooth as text gets. */
const SHORTEST_MS = 32;
const LONGEST_MS = 500;
/** Of the time, at most this part goes into showing what came: the rest is the reader's, to scroll, type and press. */
const SHARE = 1 / 2;

export interface Frames {
  readonly now: () => number;
  /** Runs in a task of its own, before the page is painted where the browser knows of urgent tasks. */
  readonly soon: (run: () => void) => void;
  readonly layOut: () => void;
  /** Runs within the frame that paints what was changed. */
  readonly beforePaint: (run: () => void) => void;
  /** Runs once what was changed before it has been painted. */
  readonly afterPaint: (run: () => void) => void;
  readonly later: (run: () => void, ms: number) => void;
}

const channel = typeof MessageChannel === 'undefined' ? undefined : new MessageChannel();
const browserFrames: Frames = {
  now: () => performance.now(),
  soon: urgently,
  layOut,
  beforePaint(run) {
    // A hidden tab paints nothing.
    const timer = setTimeout(paint, LONGEST_MS);
    const frame = requestAnimationFrame(paint);
    function paint(): void {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      run();
    }
  },
  afterPaint(run) {
    if (!channel) return void setTimeout(run);
    channel.port1.onmessage = run;
    channel.port2.postMessage(undefined);
  },
  later: (run, ms) => void setTimeout(run, ms),
};

/**
 * Runs work as often as the machine can afford: the longer it took until what it changed was painted, the later the next.
 * What comes in between is shown together. Changing the page, laying it out and painting it are a task each: in one they
 * would be a long one.
 */
export function pacedFrames(frames: Frames = browserFrames): (run: () => void) => void {
  const { now, soon, layOut, beforePaint, afterPaint, later } = frames;
  let earliest = 0;
  let waiting: (() => void)[] = [];
  let busy = false;

  function draw(): void {
    const began = now();
    const runs = waiting;
    waiting = [];
    for (const run of runs) run();
    soon(() => {
      layOut();
      const changingMs = now() - began;
      beforePaint(() => {
        const paints = now();
        afterPaint(() => {
          const wanted = (changingMs + now() - paints) / SHARE;
          earliest = began + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wanted));
          busy = false;
          if (waiting.length > 0) schedule();
        });
      });
    });
  }

  function schedule(): void {
    busy = true;
    const wait = earliest - now();
    if (wait > 0) later(() => soon(draw), wait);
    else soon(draw);
  }

  return (run) => {
    waiting.push(run);
    if (!busy) schedule();
  };
}
