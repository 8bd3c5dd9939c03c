import { expect, test } from '@jest/globals';
import { BlockStream } from './block-stream.js';
import { nastySamples } from './nasty-samples.js';
import { preparedText, prepareText } from './prepared-text.js';

const long = Object.values(nastySamples).join('\n\n').slice(0, 40_000);

test('a text that was read in parts reads as one that is read at once', async () => {
  await prepareText(long);

  expect(preparedText(long).update(long, true)).toEqual(new BlockStream().update(long, true));
});

test('what was prepared is used once, and only for its own text', async () => {
  await prepareText('one');

  expect(preparedText('two').update('two', true)).toHaveLength(1);
  const stream = preparedText('one');
  expect(preparedText('one')).not.toBe(stream);
});
