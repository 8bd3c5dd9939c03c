import { expect, test } from '@jest/globals';
import { freePort } from './free-port.js';

test('who asks for several ports gets different ones', async () => {
  const ports = [];
  for (let index = 0; index < 500; index++) ports.push(await freePort());
  expect(new Set(ports).size).toBe(500);
});
