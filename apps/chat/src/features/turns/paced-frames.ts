/** Thirty times a second is as smooth as text gets. */
const SHORTEST_MS = 32;
const LONGEST_MS = 500;
/** Of the time, at most this part goes into showing what came: the rest is the reader's, to scroll, type and press. */
const SHARE = 1 / 2;

export interface Frames {
  readonly now: () => number;
  /** Runs before the next paint. */
  readonly beforePaint: (run: () => void) => void;
  /** Runs once what was changed before it has been painted. */
  readonly afterPaint: (run: () => void) => void;
  readonly later: (run: () => void, ms: number) => void;
}

const channel = typeof MessageChannel === 'undefined' ? undefined : new MessageChannel();
const browserFrames: Frames = {
  now: () => performance.now(),
  // A hidden tab paints nothing, so there it is a timer.
  beforePaint(run) {
    if (document.hidden) setTimeout(run, 100);
    else requestAnimationFrame(run);
  },
  afterPaint(run) {
    if (!channel) return void setTimeout(run);
    channel.port1.onmessage = run;
    channel.port2.postMessage(undefined);
  },
  later: (run, ms) => void setTimeout(run, ms),
};

/**
 * Runs work before paints, as often as the machine can afford: the longer a paint with its work took, the later the next
 * one. What comes in between is shown together.
 */
export function pacedFrames(frames: Frames = browserFrames): (run: () => void) => void {
  const { now, beforePaint, afterPaint, later } = frames;
  let earliest = 0;

  return (run) => {
    const draw = (): void =>
      beforePaint(() => {
        const began = now();
        run();
        afterPaint(() => {
          const wanted = (now() - began) / SHARE;
          earliest = began + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wanted));
        });
      });
    const wait = earliest - now();
    if (wait > 0) later(draw, wait);
    else draw();
  };
}
