import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { ModelSlots } from './model-slots.js';

let slots: ModelSlots;
let never: AbortSignal;
beforeEach(() => {
  slots = new ModelSlots();
  never = new AbortController().signal;
});

test('those who wait come in the order they came, as many at a time as may', async () => {
  const order: number[] = [];
  let open = 0;
  let most = 0;

  await Promise.all(
    Array.from({ length: 7 }, async (_, index) => {
      const slot = await slots.take('mine', 2, never);
      order.push(index);
      most = Math.max(most, ++open);
      await sleep(5);
      open -= 1;
      slot.release();
    }),
  );

  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(most).toBe(2);
});

test('without a limit, and beside another model, nobody waits', async () => {
  await slots.take('mine', 1, never);

  const taken = await Promise.all([
    slots.take('other', 1, never),
    ...Array.from({ length: 200 }, () =>
      slots.take('free', undefined, new AbortController().signal),
    ),
  ]);

  expect(taken).toHaveLength(201);
});

test('says how long its turn was in coming', async () => {
  const first = await slots.take('mine', 1, never);
  setTimeout(() => first.release(), 60);

  const second = await slots.take('mine', 1, never);

  expect(first.waitedMs).toBeLessThan(20);
  expect(second.waitedMs).toBeGreaterThan(50);
});

test('who gives up waiting is gone at once, and does not hold up those behind', async () => {
  const first = await slots.take('mine', 1, never);
  const stop = new AbortController();
  const reason = new Error('stopped by the participant');
  const second = slots.take('mine', 1, stop.signal);
  const third = slots.take('mine', 1, never);

  stop.abort(reason);
  await expect(second).rejects.toBe(reason);
  first.release();

  expect((await third).waitedMs).toBeGreaterThan(0);
});

test('who is stopped before asking never takes a slot', async () => {
  await expect(slots.take('mine', 1, AbortSignal.abort(new Error('late')))).rejects.toThrow('late');

  await slots.take('mine', 1, never);
});

test('a limit that is raised lets those who wait begin with the next who asks', async () => {
  await slots.take('mine', 1, never);
  const second = slots.take('mine', 1, never);

  await Promise.all([second, slots.take('mine', 3, never)]);
});
