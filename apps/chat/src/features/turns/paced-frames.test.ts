import { expect, test } from '@jest/globals';
import { pacedFrames } from './paced-frames.js';

/** A clock and a page whose every paint takes `costMs`. */
function page(costMs: number) {
  let at = 1_000;
  const waits: number[] = [];
  const pace = pacedFrames({
    now: () => at,
    soon: (run) => run(),
    layOut: () => undefined,
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

test('changing the page, laying it out and painting it are tasks of their own, and the next begins after them', () => {
  const tasks: (() => void)[] = [];
  const done: string[] = [];
  const queue = (run: () => void): void => void tasks.push(run);
  const pace = pacedFrames({
    now: () => 1_000,
    soon: queue,
    layOut: () => done.push('laid out'),
    beforePaint: queue,
    afterPaint(run) {
      done.push('painted');
      queue(run);
    },
    later: queue,
  });
  pace(() => {
    done.push('changed');
    // As when more has come than is shown at a time.
    pace(() => done.push('changed again'));
  });
  const perTask: string[][] = [];
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    task();
    if (done.length > 0) perTask.push(done.splice(0));
  }

  expect(perTask).toEqual([
    ['changed'],
    ['laid out'],
    ['painted'],
    ['changed again'],
    ['laid out'],
    ['painted'],
  ]);
});
