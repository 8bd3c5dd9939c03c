import { beforeEach, expect, test } from '@jest/globals';
import { Admission } from './admission.js';

let share: number;
let now: number;
let admission: Admission;
let begun: number[];
let ends: (() => void)[];
beforeEach(() => {
  share = 0;
  now = 0;
  admission = new Admission(
    () => share,
    () => now,
  );
  begun = [];
  ends = [];
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** So many beginnings, each of which lasts until its end is called. */
async function begin(count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    void admission.run(() => {
      begun.push(begun.length);
      return new Promise<void>((end) => ends.push(end));
    });
  await settled();
}

test('a process at ease lets eight begin at a time', async () => {
  await begin(10);
  expect(begun).toHaveLength(8);

  ends[3]?.();
  await settled();
  expect(begun).toHaveLength(9);
});

test('a busy one lets the next begin when all have begun, and more again once it is at ease', async () => {
  now = 100;
  share = 0.9;
  await begin(12);
  expect(begun).toHaveLength(1);

  ends[0]?.();
  await settled();
  expect(begun).toHaveLength(2);

  now = 200;
  share = 0.2;
  ends[1]?.();
  await settled();
  expect(begun).toHaveLength(10);
});

test('first come, first served', async () => {
  now = 100;
  share = 0.9;
  const order: string[] = [];
  await Promise.all(
    ['a', 'b', 'c'].map((name) => admission.run(() => Promise.resolve(order.push(name)))),
  );

  expect(order).toEqual(['a', 'b', 'c']);
});

test('whoever fails to begin makes place, too', async () => {
  now = 100;
  share = 0.9;
  const refused = new Error('no');

  await expect(admission.run(() => Promise.reject(refused))).rejects.toBe(refused);
  expect(await admission.run(() => Promise.resolve('begun'))).toBe('begun');
});
