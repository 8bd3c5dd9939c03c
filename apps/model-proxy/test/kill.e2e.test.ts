import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createDataSource } from '@koi/database';
import { fakeUpstream, freePort, waitFor, type FakeUpstream } from '@koi/testing';
import { Surroundings } from './running-service.js';

// Real: the built process, Postgres, queue and relay. Fake: the model's server.
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let around: Surroundings;
let upstream: FakeUpstream;
const started: ChildProcess[] = [];

beforeAll(async () => {
  around = await Surroundings.start((url) => createDataSource({ url, poolSize: 4 }).initialize());
  upstream = await fakeUpstream();
});
afterEach(() => {
  for (const process of started.splice(0)) process.kill('SIGKILL');
});
afterAll(async () => {
  await upstream.stop();
  await around.close();
});

async function startProcess(): Promise<{ process: ChildProcess; log: () => string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: around.databaseUrl,
      PORT: String(port),
      KOI_EGRESS_ALLOW: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => (log += String(part)));
  await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, {
    what: `model-proxy to be ready; it said: ${log}`,
    timeoutMs: 25_000,
  });
  return { process: child, log: () => log };
}

const exit = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', resolve));

test('an answer whose process is killed is written anew by another, and readers see one text', async () => {
  const first = await startProcess();
  upstream.next({ text: 'This attempt will never end. '.repeat(50), tokensPerSecond: 20 });
  upstream.next({ text: 'Koi are carp. '.repeat(20), tokensPerSecond: 100 });
  const modelId = await around.given.model(upstream.baseUrl);
  const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
  const candidateId = candidateIds[0] ?? '';
  const reading = await around.read(turnId, candidateId);
  await around.add(candidateIds);
  await waitFor(() => reading.text().length > 20, { what: 'some text' });

  first.process.kill('SIGKILL');
  await startProcess();

  expect(await around.ended(turnId, 40_000)).toMatchObject({ state: 'completed' });
  const candidate = await around.candidate(candidateId);
  expect(candidate).toMatchObject({ attempt: 2, text: 'Koi are carp. '.repeat(20) });
  expect(await reading.ended()).toMatchObject({ attempt: 2, length: candidate.text.length });
  expect(reading.text()).toBe(candidate.text);
  // A reader who comes only now still learns the end.
  expect(await (await around.read(turnId, candidateId)).ended()).toMatchObject({ attempt: 2 });
}, 60_000);

test('SIGTERM lets a running answer end, then leaves', async () => {
  const { process: child } = await startProcess();
  upstream.next({ text: 'Koi are carp. '.repeat(15), tokensPerSecond: 60 });
  const modelId = await around.given.model(upstream.baseUrl);
  const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
  await around.add(candidateIds);
  await waitFor(() => upstream.requests.length > 2, { what: 'the request' });

  const exited = exit(child);
  child.kill('SIGTERM');
  const code = await exited;

  expect(code === 0 || code === null).toBe(true);
  expect(await around.turn(turnId)).toMatchObject({ state: 'completed' });
});

test('what people and models write is not logged at info', async () => {
  const { log } = await startProcess();
  upstream.next({ refuse: { status: 503, message: 'secret-of-the-upstream' } });
  upstream.next({ text: 'secret-answer' });
  upstream.next({ refuse: { status: 400, message: 'secret-of-the-upstream' } });
  const modelId = await around.given.model(upstream.baseUrl);
  for (const text of ['secret-question', 'secret-question too']) {
    const { turnId, candidateIds } = await around.given.turn({ text, modelIds: [modelId] });
    await around.add(candidateIds);
    await around.ended(turnId);
  }

  await waitFor(() => log().includes('"state":"failed"'), { what: 'the log of the second answer' });
  expect(log()).toContain('answer ended');
  expect(log()).not.toContain('secret-');
});

test('a wrong configuration is one readable line', async () => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part) => (said += String(part)));

  expect(await exit(child)).toBe(78);
  expect(said).toBe('model-proxy cannot start:\nDATABASE_URL: is not set\n');
});
