import { expect, test } from '@jest/globals';
import { egressAllow } from './egress-allow.js';

test('entries are separated by commas, spaces or not; nothing allows nothing', () => {
  expect(egressAllow.parse(' 10.0.0.0/8, ::1/128,ollama , 192.168.1.5,')).toEqual([
    '10.0.0.0/8',
    '::1/128',
    'ollama',
    '192.168.1.5',
  ]);
  expect(egressAllow.parse('')).toEqual([]);
  expect(egressAllow.parse(undefined)).toEqual([]);
});

test.each([
  '10.0.0.0/33',
  '::1/129',
  '10.0.0/8',
  '300.1.1.1',
  '127.1',
  'http://ollama',
  'a b',
  '*',
])('%s is none', (entry) => {
  expect(egressAllow.safeParse(entry).success).toBe(false);
});
