import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@koi/embedded';
import { redisProgram } from './available.js';
import { waitFor } from './wait-for.js';

/** A Redis server of one test, as production runs it: append-only file synced each second, nothing evicted. */
export interface TestRedis {
  readonly url: string;
  /** Ends it as a crash would (SIGKILL). */
  kill(): Promise<void>;
  /** Ends it if it runs, and starts it on the same port with what it had written. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** Starts Redis on a free port of 127.0.0.1 and waits until it answers. */
export async function startRedis(): Promise<TestRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'koi-redis-'));
  const port = await freePort();
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    save: '',
    loglevel: 'warning',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  let server = await launch(flags, port);

  const kill = () => end(server, 'SIGKILL');
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      await end(server, 'SIGTERM');
      server = await launch(flags, port);
    },
    async stop() {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function launch(flags: string[], port: number): Promise<ChildProcess> {
  const server = spawn(redisProgram(), flags, { stdio: 'ignore' });
  // Jest workers that are killed do not run afterAll.
  const endWithUs = () => server.kill('SIGKILL');
  process.once('exit', endWithUs);
  server.once('exit', () => process.off('exit', endWithUs));
  let failure: Error | undefined;
  server.on('error', (error) => (failure = error));
  await waitFor(
    () => {
      if (failure) throw failure;
      return answers(port);
    },
    { what: `Redis on port ${port}` },
  );
  return server;
}

/** Whether Redis answers PING; while it loads its file it answers an error. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const finish = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('data', (reply) => finish(reply.toString().startsWith('+PONG')));
  });
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}
