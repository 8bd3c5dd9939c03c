import { expect, test } from '@jest/globals';
import { mayShow } from './answer-images.js';

const images = { show: ['images.example.org', '*.pond.example'] };

test.each([
  ['https://images.example.org/koi.png', true],
  ['https://a.pond.example/koi.png', true],
  ['https://a.b.pond.example/koi.png', true],
  ['http://images.example.org/koi.png', false],
  ['https://images.example.org:8443/koi.png', false],
  ['https://me@images.example.org/koi.png', false],
  ['https://images.example.org.evil.example/koi.png', false],
  ['https://pond.example/koi.png', false],
  ['https://evilpond.example/koi.png', false],
])('%s: %s', (address, shown) => {
  expect(mayShow(address, images)).toBe(shown);
});

test('a chatbot that names no host shows none', () => {
  expect(mayShow('https://images.example.org/koi.png', 'link')).toBe(false);
  expect(mayShow('https://images.example.org/koi.png', 'none')).toBe(false);
});
