import { expect, test } from '@jest/globals';
import { frameSize } from './frame-size.js';

/** What a frame takes after ones that took so many milliseconds a character, each as full as it may be. */
function afterFrames(...msPerCharacter: number[]): number {
  const size = frameSize();
  for (const ms of msPerCharacter) size.took(size.characters(), size.characters() * ms);
  return size.characters();
}

test('a page begins with little text, and takes more from frame to frame where that is quick', () => {
  expect([afterFrames(), afterFrames(0.01), afterFrames(0.01, 0.01)]).toEqual([100, 200, 400]);
  expect(afterFrames(0.01, 0.01, 0.01, 0.01)).toBe(600);
});

test('where showing text is slow it takes as much as can be shown in 20 ms, and never too little to go on', () => {
  expect(afterFrames(0.01, 0.01, 0.08)).toBe(250);
  expect(afterFrames(0.01, 0.01, 5)).toBe(100);
});

test('a few words say nothing about many', () => {
  const size = frameSize();
  size.took(200, 10);
  size.took(4, 10);

  expect(size.characters()).toBe(200);
});
