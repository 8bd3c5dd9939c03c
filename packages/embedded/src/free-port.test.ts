import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { freePort } from './free-port.js';

test('who asks for several ports gets different ones', async () => {
  const ports = [];
  for (let index = 0; index < 500; index++) ports.push(await freePort());
  expect(new Set(ports).size).toBe(500);
});

test('a port that is given stays claimed for other processes, and can be opened', async () => {
  const port = await freePort();

  const other = createSocket('udp4');
  other.bind({ port, address: '127.0.0.1', exclusive: true });
  const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
  other.close();
  expect(error.code).toBe('EADDRINUSE');

  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
