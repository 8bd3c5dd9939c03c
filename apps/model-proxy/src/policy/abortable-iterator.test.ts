import { expect, test } from '@jest/globals';
import { AbortableIterator } from './abortable-iterator.js';

async function* deaf(): AsyncGenerator<string> {
  yield 'one';
  await new Promise(() => undefined);
}

test('who waits for a stream that does not listen gets the reason as soon as the signal aborts', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  const values = new AbortableIterator(deaf(), stop.signal);

  expect(await values.next()).toEqual({ done: false, value: 'one' });
  const next = values.next();
  stop.abort(reason);

  await expect(next).rejects.toBe(reason);
  await expect(values.next()).rejects.toBe(reason);
});

test('leaving frees the stream', async () => {
  let left = false;
  async function* endless(): AsyncGenerator<number> {
    try {
      for (;;) yield await Promise.resolve(1);
    } finally {
      left = true;
    }
  }
  const values = new AbortableIterator(endless(), new AbortController().signal);

  await values.next();
  values.leave();
  await new Promise((resolve) => setImmediate(resolve));

  expect(left).toBe(true);
});
