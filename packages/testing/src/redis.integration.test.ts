import { expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { describeWithRedis } from './available.js';
import { startRedis } from './redis.js';

function command(url: string, line: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${line}\r\n`));
    socket.on('data', (reply) => {
      socket.destroy();
      resolve(reply.toString().trim());
    });
    socket.on('error', reject);
  });
}

describeWithRedis('startRedis', () => {
  test('keeps what was written over a stop and a start, and refuses while killed', async () => {
    const redis = await startRedis();
    await command(redis.url, 'SET koi swims');

    await redis.restart();
    expect(await command(redis.url, 'GET koi')).toContain('swims');

    await redis.kill();
    await expect(command(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED');
    await redis.restart();
    expect(await command(redis.url, 'PING')).toBe('+PONG');
    await redis.stop();
  });
});
