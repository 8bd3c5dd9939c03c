import { expect, test } from '@jest/globals';
import { HourCounter } from './hour-counter.js';

test('what is older than sixty minutes counts no more', () => {
  let minutes = 0;
  const counter = new HourCounter(() => minutes * 60_000);
  counter.add();
  counter.add();
  minutes = 59;
  counter.add();
  expect(counter.total()).toBe(3);
  minutes = 60;
  expect(counter.total()).toBe(1);
  minutes = 500;
  expect(counter.total()).toBe(0);
});
