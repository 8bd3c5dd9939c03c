import { expect, test } from '@jest/globals';
import { effectiveParameters } from './effective-parameters.js';

const order = {
  model: { parameters: { temperature: 0.1, topP: 0.5, maxTokens: 900 } },
  chatbotParameters: { temperature: 0.2, maxTokens: 200, stop: ['END'] },
  requestParameters: {},
  position: 0,
};

test('the chatbot goes before the model, the request before both', () => {
  expect(effectiveParameters(order)).toEqual({
    temperature: 0.2,
    topP: 0.5,
    maxTokens: 200,
    stop: ['END'],
  });
  expect(
    effectiveParameters({ ...order, requestParameters: { temperature: 1, stop: ['\n'] } }),
  ).toEqual({ temperature: 1, topP: 0.5, maxTokens: 200, stop: ['\n'] });
});

test('a request may ask for fewer tokens than the owner allows, never for more', () => {
  const ask = (maxTokens: number) =>
    effectiveParameters({ ...order, requestParameters: { maxTokens } }).maxTokens;

  expect(ask(50)).toBe(50);
  expect(ask(5_000)).toBe(200);
  expect(
    effectiveParameters({
      ...order,
      model: { parameters: {} },
      chatbotParameters: {},
      requestParameters: { maxTokens: 5_000 },
    }).maxTokens,
  ).toBe(5_000);
});

test('each of several answers has a seed of its own, the first the one that was given', () => {
  const seeds = [0, 1, 2].map(
    (position) => effectiveParameters({ ...order, position, requestParameters: { seed: 7 } }).seed,
  );

  expect(seeds).toEqual([7, 8, 9]);
});
