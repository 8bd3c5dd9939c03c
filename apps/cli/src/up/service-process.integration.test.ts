import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freePort, waitFor } from '@koi/testing';
import { ServiceLog } from './service-log.js';
import { ServiceProcess, type Timing } from './service-process.js';

const entry = fileURLToPath(new URL('../../test/fake-service.mjs', import.meta.url));

let folder: string;
let said: string[];
let services: ServiceProcess[];
let port: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koi-cli-'));
  said = [];
  services = [];
  port = await freePort();
});
afterEach(async () => {
  for (const service of services) service.kill();
  rmSync(folder, { recursive: true, force: true });
});

function service(
  env: Record<string, string> = {},
  timing: Timing = { stopTimeoutMs: 5_000, backoffMs: [50] },
): ServiceProcess {
  const spec = { name: 'fake', entry, env: { ...env, PORT: String(port) }, port };
  const log = new ServiceLog(folder, 'fake', false);
  const made = new ServiceProcess(spec, log, (line) => said.push(line), timing);
  services.push(made);
  return made;
}

const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).then(({ status }) => status);

test('start waits until the service is ready, and stop until it is gone', async () => {
  const fake = service();

  await fake.start();
  expect(await get('/')).toBe(200);
  await fake.stop();

  await expect(get('/')).rejects.toThrow();
  expect(readFileSync(join(folder, 'fake.log'), 'utf8')).toContain('"ready"');
});

test('a service that cannot start says why', async () => {
  await expect(service({ FAIL: 'DATABASE_URL is not set' }).start()).rejects.toThrow(
    /fake did not start: .*FAIL: DATABASE_URL is not set\nIts log: .*fake\.log/s,
  );
});

test('a service that crashes is started again, and that is said', async () => {
  const fake = service();
  await fake.start();
  const { pid } = fake;

  await get('/crash').catch(() => undefined);
  await waitFor(() => said.includes('fake is back.'), { what: 'the restart' });

  expect(said[0]).toContain('fake ended (exit code 3); it is started again in 0.05 s');
  expect(fake.pid).not.toBe(pid);
  expect(await get('/')).toBe(200);
  await fake.stop();
});

test('a service that does not stop is killed', async () => {
  const fake = service({ STUBBORN: '1' }, { stopTimeoutMs: 200, backoffMs: [50] });
  await fake.start();

  await fake.stop();

  expect(said).toEqual(['fake takes too long to stop; it is killed.']);
});

test('a service stops by itself when its launcher is killed', async () => {
  const preload = new URL('../../dist/up/end-with-launcher.js', import.meta.url).href;
  const launcher = spawn(process.execPath, [
    '-e',
    `const child = require('node:child_process').spawn(process.execPath, ['--import', '${preload}', '${entry}'],
       { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true, env: { PORT: '${port}' } });
     console.log(child.pid);`,
  ]);
  await waitFor(() => get('/'), { what: 'the service' });
  const ended = once(launcher, 'exit');

  launcher.kill('SIGKILL');
  await ended;

  await waitFor(
    () =>
      get('/').then(
        () => false,
        () => true,
      ),
    { what: 'the service to stop' },
  );
});
