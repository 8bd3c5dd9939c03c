import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { claimPort } from './ports.js';

const wanted = {
  host: '127.0.0.1',
  purpose: 'the chat',
  variable: 'KOI_CHAT_PORT',
  flag: '--chat-port',
};

test('a port that is taken is one line with its number and both ways to change it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const message = `Port ${port} for the chat is taken by another program. Choose another with KOI_CHAT_PORT=… or --chat-port ….`;
  await expect(claimPort({ ...wanted, port })).rejects.toThrow(message);
  await expect(claimPort({ ...wanted, port, host: '0.0.0.0' })).rejects.toThrow(message);
  server.close();
});

test('0 is any free port, a free port is itself', async () => {
  const port = await claimPort({ ...wanted, port: 0 });

  expect(port).toBeGreaterThan(0);
  expect(await claimPort({ ...wanted, port })).toBe(port);
});
