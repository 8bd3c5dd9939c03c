import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from '../src/index.js';
import { finish, launch } from './launcher.js';
import { query } from './query.js';

const isRoot = process.getuid?.() === 0;
const NORMAL_USER = 65_534;

let directory: string;
const started: EmbeddedPostgres[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'koi-embedded-'));
  chmodSync(directory, 0o755);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((postgres) => postgres.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = new EmbeddedPostgres({ directory, durable: false, ...options });
  await postgres.start();
  started.push(postgres);
  return postgres;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number | undefined): Promise<void> {
  for (let waited = 0; pid && isAlive(pid); waited += 50) {
    if (waited > 10_000) throw new Error(`process ${pid} is still there`);
    await delay(50);
  }
}

test('data outlives a stop and a start', async () => {
  const first = await start();
  const url = await first.createDatabase('pond');
  await query(url, `create table koi (name text); insert into koi values ('Kohaku')`);
  await first.stop();

  const second = await start();

  expect(await query(second.url('pond'), 'select name from koi')).toEqual([{ name: 'Kohaku' }]);
});

test('commits are flushed, wherever postgresql.conf points, unless a test asks otherwise', async () => {
  const first = await start({ durable: true });
  await query(first.url(), 'alter system set fsync = off');
  await query(first.url(), 'alter system set synchronous_commit = off');
  await first.stop();

  const second = await start({ durable: true });

  const settings = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  expect(await query(second.url(), settings)).toEqual([{ fsync: 'on', commit: 'on' }]);
});

test('after kill -9 of the server the next start works and keeps what was committed', async () => {
  const told: string[] = [];
  const first = await start({ durable: true, onUnexpectedExit: (message) => told.push(message) });
  await query(first.url(), 'create table koi as select 1 as id');
  // A backend that is busy notices the death late and holds the shared memory.
  const busy = query(first.url(), 'select pg_sleep(1.5)').catch(() => 'cut');
  await delay(100);
  process.kill(first.pid ?? 0, 'SIGKILL');
  await delay(50);

  const second = await start({ durable: true });

  expect(await query(second.url(), 'select id from koi')).toEqual([{ id: 1 }]);
  expect(told[0]).toContain('SIGKILL');
  await busy;
});

test('a stale pid file whose pid now belongs to another program does not stop the start', async () => {
  const first = await start();
  const { dataDirectory } = first;
  await first.stop();
  writeFileSync(join(dataDirectory, 'postmaster.pid'), `${process.pid}\n${dataDirectory}\n`);

  const second = await start();

  expect(await query(second.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('two launchers cannot share a directory', async () => {
  const other = await launch(directory);

  await expect(start()).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining(`in use by process ${other.launcher.pid}`),
  });
  await finish(other);
});

test('when the launcher is killed the server ends by itself', async () => {
  const left = await launch(directory);

  left.launcher.kill('SIGKILL');

  await gone(left.pid);
});

test('a start right after the launcher was killed takes over', async () => {
  const left = await launch(directory);
  const ended = once(left.launcher, 'exit');
  left.launcher.kill('SIGKILL');
  await ended;

  const next = await start();

  expect(await query(next.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  await gone(left.pid);
});

test('a database is copied from its template and made only once', async () => {
  const postgres = await start();
  const template = await postgres.createDatabase('template_pond');
  await query(template, 'create table koi as select 7 as id');

  const copy = await postgres.createDatabase('copy "1"', 'template_pond');
  await postgres.createDatabase('copy "1"');

  expect(await query(copy, 'select id from koi')).toEqual([{ id: 7 }]);
  await postgres.dropDatabase('copy "1"');
  await expect(query(copy, 'select 1')).rejects.toThrow('does not exist');
});

test('a wrong password is refused, and the right one is readable by its owner alone', async () => {
  const postgres = await start();
  const wrong = new URL(postgres.url());
  wrong.password = 'wrong';

  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(directory, 'password')).mode & 0o777).toBe(0o600);
});

test('a port that is taken is one line that names it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;

  await expect(start({ port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringMatching(new RegExp(`^Port ${port} .*$`)),
  });
  taken.close();
});

test('data without its password file is one line that says what to do', async () => {
  await (await start()).stop();
  rmSync(join(directory, 'password'));

  await expect(start()).rejects.toMatchObject({ code: 'data_incomplete' });
});

const asRoot = isRoot ? describe : describe.skip;
asRoot('as root', () => {
  test('the server runs as another user', async () => {
    const postgres = await start();

    expect(statSync(`/proc/${postgres.pid}`).uid).not.toBe(0);
  });

  test('a directory closed to other users gets its data elsewhere, and finds it again', async () => {
    const closed = join(directory, 'closed');
    const sharedHome = join(directory, 'shared');
    mkdirSync(closed, { mode: 0o700 });
    const place = { directory: join(closed, 'postgres'), sharedHome };

    const first = await start(place);
    await query(first.url(), 'create table koi as select 3 as id');
    await first.stop();
    const second = await start(place);

    expect(second.isMoved).toBe(true);
    expect(second.dataDirectory).toContain(sharedHome);
    expect(lstatSync(join(place.directory, 'data')).isSymbolicLink()).toBe(true);
    expect(await query(second.url(), 'select id from koi')).toEqual([{ id: 3 }]);
  });

  const here = fileURLToPath(new URL('.', import.meta.url));
  const reachable =
    isRoot && spawnSync('ls', [here], { uid: NORMAL_USER, gid: NORMAL_USER }).status === 0;
  const asNormalUser = reachable ? test : test.skip;

  asNormalUser(
    'a normal user can start it, and root can later without taking it away',
    async () => {
      chownSync(directory, NORMAL_USER, NORMAL_USER);

      const theirs = await launch(directory, NORMAL_USER);
      expect(theirs).toMatchObject({ url: expect.any(String) });
      await finish(theirs);
      await (await start()).stop();
      const again = await launch(directory, NORMAL_USER);

      expect(again).toMatchObject({ url: expect.any(String) });
      await finish(again);
    },
  );

  asNormalUser('a directory a normal user cannot write is one line that names it', async () => {
    chmodSync(directory, 0o555);

    const refused = await launch(join(directory, 'postgres'), NORMAL_USER);

    expect(refused).toMatchObject({
      code: 'not_writable',
      message: expect.stringContaining(directory),
    });
  });

  asNormalUser("root's database is refused to a normal user in one line", async () => {
    await (await start()).stop();

    const refused = await launch(directory, NORMAL_USER);

    expect(refused).toMatchObject({ code: 'belongs_to_another_user' });
    expect(refused.message).not.toContain('\n');
  });
});
