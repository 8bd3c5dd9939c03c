import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { modelKeyPurpose, SecretKeys } from '@koi/config';
import {
  probeProgress,
  probeStopTopic,
  probeTopic,
  type ModelConfig,
  type ProbeJob,
  type ProbeProgress,
  type ProbeReport,
} from '@koi/contracts';
import { createDataSource, newId } from '@koi/database';
import { createLogger } from '@koi/observability';
import { fakeUpstream, waitFor, type FakeUpstream } from '@koi/testing';
import { SECRET_KEY, startModelProxy, Surroundings } from '../../test/running-service.js';

// Real: Postgres, queue and relay on it, the whole service. Fake: the model's server, which wants a key.
const KEY = 'sk-very-secret-0123456789';
const sealer = new SecretKeys([Buffer.from(SECRET_KEY, 'hex')]);

let around: Surroundings;
let app: NestFastifyApplication;
let upstream: FakeUpstream;
let logged = '';

beforeAll(async () => {
  around = await Surroundings.start((url) => createDataSource({ url, poolSize: 4 }).initialize());
  const sink = new Writable({
    write(chunk, _, done) {
      logged += String(chunk);
      done();
    },
  });
  app = await startModelProxy(
    around.databaseUrl,
    createLogger({ service: 'model-proxy', level: 'trace' }, sink),
  );
});
afterAll(async () => {
  await app.close();
  await around.close();
});
beforeEach(async () => void (upstream = await fakeUpstream({ apiKey: KEY })));
afterEach(async () => {
  await upstream.stop();
  expect(logged).not.toContain(KEY);
});

const draft = (more: object = {}): ModelConfig => ({
  connector: 'openai-compatible',
  baseUrl: upstream.baseUrl,
  model: 'fake-1',
  parameters: {},
  ...more,
});
const sealedFor = (address: string, key = KEY): string =>
  sealer.seal(key, modelKeyPurpose(address));
const ofDraft = (config = draft(), sealedKey = sealedFor(upstream.baseUrl)): ProbeJob['model'] => ({
  kind: 'draft',
  name: 'mine',
  config,
  sealedKey,
});

interface Probed {
  readonly report: ProbeReport;
  readonly progress: readonly ProbeProgress[];
}

async function probe(
  model: ProbeJob['model'],
  onText?: (id: string) => unknown,
  conversation?: ProbeJob['conversation'],
): Promise<Probed> {
  const probeId = newId();
  const progress: ProbeProgress[] = [];
  const leave = await around.relay.subscribe(probeTopic(probeId), ({ data }) => {
    const step = probeProgress.parse(data);
    progress.push(step);
    if (step.type === 'text') onText?.(probeId);
  });
  const expiresAt = new Date(Date.now() + 20_000).toISOString();
  const answer = await around.probes.request(
    { probeId, expiresAt, model, ...(conversation ? { conversation } : {}) },
    { timeoutMs: 20_000 },
  );
  await leave();
  if (answer.status !== 'answered') throw new Error(JSON.stringify(answer));
  expect(JSON.stringify([answer, progress])).not.toContain(KEY);
  return { report: answer.result, progress };
}

test('settings nobody has saved are tried: models listed, five pieces streamed, then broken off', async () => {
  upstream.script({
    text: 'one two three four five six seven eight nine ten',
    tokensPerSecond: 40,
  });

  const { report, progress } = await probe(ofDraft());

  expect(report.models).toEqual({
    status: 'listed',
    names: ['fake-1', 'fake-2'],
    total: 2,
    hasModel: true,
  });
  expect(report.answer).toMatchObject({ status: 'answered', pieces: 5 });
  const [asked] = upstream.requests;
  await waitFor(() => asked?.abortedAt, { what: 'the upstream to see the end' });
  expect(asked?.endedAt).toBeUndefined();
  expect(asked?.headers['authorization']).toBe(`Bearer ${KEY}`);
  // Told while it went on, and together the same text.
  expect(progress.map(({ type }) => type).slice(0, 4)).toEqual([
    'listing',
    'models',
    'asking',
    'text',
  ]);
  const told = progress.map((step) => (step.type === 'text' ? step.text : '')).join('');
  expect(report.answer).toMatchObject({ text: told });
});

test('a conversation is answered whole, with its own parameters and no list of models', async () => {
  upstream.script({ text: 'one two three four five six seven eight nine ten' });
  const messages = [
    { role: 'system' as const, content: 'Count.' },
    { role: 'user' as const, content: 'How far?' },
  ];

  const { report, progress } = await probe(
    ofDraft(draft({ parameters: { temperature: 0.1, topP: 0.5 } })),
    undefined,
    { messages, parameters: { temperature: 0.9 } },
  );

  expect(report.answer).toMatchObject({
    status: 'answered',
    text: 'one two three four five six seven eight nine ten',
  });
  expect(progress[0]).toEqual({ type: 'asking' });
  expect(upstream.requests.map(({ body }) => body)).toMatchObject([
    { messages, temperature: 0.9, top_p: 0.5 },
  ]);
});

test('a saved model is tried with its stored key', async () => {
  const modelId = await around.given.model(upstream.baseUrl, {
    secretReference: sealedFor(upstream.baseUrl),
  });

  const { report } = await probe({ kind: 'saved', modelId });

  expect(report.answer).toMatchObject({ status: 'answered' });
});

test('answers come with a sealed key too', async () => {
  const modelId = await around.given.model(upstream.baseUrl, {
    secretReference: sealedFor(upstream.baseUrl),
  });
  const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });

  await around.add(candidateIds);

  expect((await around.ended(turnId)).state).toBe('completed');
});

test('a key that was given for another address is not sent', async () => {
  const elsewhere = sealedFor('https://elsewhere.test/v1');

  const { report } = await probe(ofDraft(draft(), elsewhere));

  expect(report.answer).toMatchObject({
    status: 'failed',
    failure: { kind: 'misconfigured', detail: expect.stringContaining('type it again') as unknown },
  });
  expect(upstream.requests).toEqual([]);
});

test('the upstream’s own error is told word for word, without the key', async () => {
  const wrong = sealedFor(upstream.baseUrl, 'sk-wrong-key-987');
  const { report } = await probe(ofDraft(draft(), wrong));
  expect(report.models).toMatchObject({ status: 'failed', failure: { kind: 'refused_key' } });
  expect(report.answer).toMatchObject({ status: 'failed', failure: { answer: { status: 401 } } });
  expect(JSON.stringify(report)).not.toContain('sk-wrong-key-987');

  upstream.script({ refuse: { status: 429, message: `Quota of ${KEY} is used up.` } });
  const limited = await probe(ofDraft());
  expect(limited.report.answer).toMatchObject({
    status: 'failed',
    failure: {
      kind: 'rate_limited',
      answer: {
        status: 429,
        body: expect.stringContaining('Quota of [key] is used up.') as unknown,
      },
    },
  });
  // Tried once: whoever probes wants to see the error.
  expect(upstream.requests).toHaveLength(1);
});

test('a model the upstream does not list is asked all the same, and said to be missing', async () => {
  const { report } = await probe(ofDraft(draft({ model: 'unheard-of' })));

  expect(report.models).toMatchObject({ status: 'listed', hasModel: false });
  expect(report.answer).toMatchObject({ status: 'answered' });
});

test('an address that is not allowed is not reached', async () => {
  const url = upstream.baseUrl.replace('127.0.0.1', '127.0.0.2');

  const { report } = await probe(ofDraft(draft({ baseUrl: url }), sealedFor(url)));

  expect(report.answer).toMatchObject({
    status: 'failed',
    failure: {
      kind: 'misconfigured',
      detail: expect.stringContaining('KOI_EGRESS_ALLOW') as unknown,
    },
  });
});

test('a stop ends it at once', async () => {
  upstream.script({ text: 'one two three four five six', tokensPerSecond: 2 });
  const startedAt = performance.now();

  const { report } = await probe(ofDraft(), (id) => around.relay.publish(probeStopTopic(id), {}));

  expect(report.answer).toMatchObject({ status: 'stopped' });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

test('a model without a server needs none of it; one that is gone, or a job come late, says so', async () => {
  const demo = await probe({
    kind: 'draft',
    name: 'demo',
    config: { connector: 'demo', style: 'brief', tokensPerSecond: 0, parameters: {} },
  });
  expect(demo.report).toMatchObject({
    models: { status: 'unsupported' },
    answer: { status: 'answered', pieces: 5 },
  });

  const gone = await probe({ kind: 'saved', modelId: newId() });
  expect(gone.report.answer).toMatchObject({ status: 'failed' });

  const late = await around.probes.request(
    { probeId: newId(), expiresAt: new Date(0).toISOString(), model: ofDraft() },
    { timeoutMs: 10_000 },
  );
  expect(late).toMatchObject({ result: { answer: { status: 'stopped' } } });
  expect(upstream.requests).toEqual([]);
});
