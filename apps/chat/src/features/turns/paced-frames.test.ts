import { expect, test } from '@jest/globals';
import { pacedFrames } from './paced-frames.js';

/** A clock and a page whose every paint takes `costMs`. */
function page(costMs: number) {
  let at = 1_000;
  const waits: number[] = [];
  const pace = pacedFrames({
    now: () => at,
    beforePaint: (run) => run(),
    afterPaint(run) {
      at += costMs;
      run();
    },
    later(run, ms) {
      waits.push(ms);
      at += ms;
      run();
    },
  });
  return { pace, waits };
}

test('a quick page shows what came thirty times a second', () => {
  const { pace, waits } = page(4);
  for (let n = 0; n < 3; n++) pace(() => undefined);

  expect(waits).toEqual([28, 28]);
});

test('a slow page paints half of the time at most', () => {
  const { pace, waits } = page(90);
  for (let n = 0; n < 3; n++) pace(() => undefined);

  expect(waits).toEqual([90, 90]);
});

test('however slow, something is shown twice a second', () => {
  const { pace, waits } = page(450);
  for (let n = 0; n < 3; n++) pace(() => undefined);

  expect(waits).toEqual([50, 50]);
});

test('each piece of work runs once, the first at once', () => {
  const { pace } = page(10);
  const done: number[] = [];
  for (let n = 0; n < 3; n++) pace(() => done.push(n));

  expect(done).toEqual([0, 1, 2]);
});
