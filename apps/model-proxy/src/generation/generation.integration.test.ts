import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDataSource } from '@koi/database';
import { fakeUpstream, waitFor, type FakeUpstream } from '@koi/testing';
import { Surroundings, startModelProxy } from '../../test/running-service.js';
import { GenerationService } from './generation.service.js';

// Real: Postgres, queue and relay on it, the whole service. Fake: the model's server.
let around: Surroundings;
let app: NestFastifyApplication;
let upstream: FakeUpstream;
let modelId: string;

beforeAll(async () => {
  around = await Surroundings.start((url) => createDataSource({ url, poolSize: 4 }).initialize());
  app = await startModelProxy(around.databaseUrl);
});
afterAll(async () => {
  await app.close();
  await around.close();
});
beforeEach(async () => {
  upstream = await fakeUpstream();
  modelId = await around.given.model(upstream.baseUrl);
});
afterEach(() => upstream.stop());

const TEXT = 'Koi 🐟 are carp. '.repeat(30).trim();

const only = (ids: readonly string[]): string => ids[0] ?? '';

describe('a turn', () => {
  test('streams to its readers, is stored whole, and ends', async () => {
    upstream.script({ text: TEXT, tokensPerSecond: 150 });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    const candidateId = only(candidateIds);
    const reading = await around.read(turnId, candidateId);

    await around.add(candidateIds);
    const done = await reading.ended();

    expect(done).toMatchObject({
      attempt: 1,
      state: 'completed',
      finishReason: 'stop',
      length: TEXT.length,
    });
    expect(reading.text()).toBe(TEXT);
    const deltas = reading.events.filter(({ type }) => type === 'delta');
    expect(deltas.length).toBeGreaterThan(5);
    expect(await around.candidate(candidateId)).toMatchObject({
      state: 'completed',
      text: TEXT,
      attempt: 1,
      finishReason: 'stop',
      usageEstimated: false,
      failureDetail: null,
    });
    const { ttftMs, durationMs, promptTokens, completionTokens, endedAt } =
      await around.candidate(candidateId);
    expect(ttftMs).toBeGreaterThan(0);
    expect(durationMs).toBeGreaterThan(ttftMs ?? Infinity);
    // Text that comes quicker than every 30 ms is sent together.
    expect(deltas.length).toBeLessThan((durationMs ?? 0) / 30 + 2);
    expect(promptTokens).toBeGreaterThan(0);
    expect(completionTokens).toBeGreaterThan(50);
    expect(endedAt).toBeInstanceOf(Date);
    expect(await around.turn(turnId)).toMatchObject({
      state: 'completed',
      endedAt: expect.any(Date),
    });
  });

  test('tells all that is written to a reader who came late and asks', async () => {
    upstream.script({ text: TEXT, tokensPerSecond: 150 });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    const reading = await around.read(turnId, only(candidateIds));
    await around.add(candidateIds);
    await waitFor(() => reading.text().length > 20, { what: 'some text' });

    const late = await around.read(turnId, only(candidateIds));
    const askedAt = performance.now();
    await around.wantSnapshot(turnId);
    await waitFor(() => late.events.some(({ type }) => type === 'snapshot'), {
      what: 'the snapshot',
    });

    expect(performance.now() - askedAt).toBeLessThan(400);
    await late.ended();
    expect(late.text()).toBe(TEXT);
  });

  test('marks the minute of the answer dirty and nudges the analytics', async () => {
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });

    await around.add(candidateIds);
    await around.ended(turnId);

    const { createdAt } = await around.candidate(only(candidateIds));
    const dirty = await around.dataSource.query<{ count: number }[]>(
      `select count(*) from dirty_bucket where bucket = date_trunc('minute', $1::timestamptz, 'UTC')`,
      [createdAt],
    );
    expect(dirty[0]?.count).toBeGreaterThan(0);
    await waitFor(
      async () => {
        const { delayed, waiting } = await around.analytics.counts();
        return delayed + waiting > 0;
      },
      { what: 'a nudge' },
    );
  });

  test('sends the path of the conversation, the system prompt and the parameters', async () => {
    upstream.script({ text: 'First answer' });
    const systemPrompt = 'You are a fish.';
    const parameters = { temperature: 0.25, maxTokens: 50 };
    const first = await around.given.turn({
      text: 'First',
      modelIds: [modelId],
      systemPrompt,
      parameters,
    });
    await around.add(first.candidateIds);
    await around.ended(first.turnId);
    const after = {
      conversationId: first.conversationId,
      candidateId: only(first.candidateIds),
    };
    // A second branch from the same answer must not be seen.
    await around.given.turn({ text: 'Elsewhere', modelIds: [modelId], after });
    const second = await around.given.turn({ text: 'Second', modelIds: [modelId], after });

    await around.add(second.candidateIds);
    await around.ended(second.turnId);

    expect(upstream.requests.at(-1)?.body).toMatchObject({
      model: 'fake-1',
      temperature: 0.25,
      max_tokens: 50,
      messages: [
        { role: 'system', content: systemPrompt },
        { role: 'user', content: 'First' },
        { role: 'assistant', content: 'First answer' },
        { role: 'user', content: 'Second' },
      ],
    });
    expect(await around.candidate(only(second.candidateIds))).toMatchObject({ parameters });
  });

  test('costs what its tokens cost on its day, whatever they cost later', async () => {
    upstream.script({ text: 'Dear.', usage: { promptTokens: 2_000, completionTokens: 300 } });
    const dear = await around.given.model(upstream.baseUrl, {
      settings: { price: { inputPerMillion: 2.5, outputPerMillion: 10, currency: 'EUR' } },
    });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [dear] });
    await around.add(candidateIds);
    await around.ended(turnId);

    await around.dataSource.query(`update model set settings = settings - 'price' where id = $1`, [
      dear,
    ]);

    expect(await around.candidate(only(candidateIds))).toMatchObject({
      cost: '0.0080000000',
      costCurrency: 'EUR',
      usageEstimated: false,
    });
  });

  test('sends what fits into the model’s window, and notes how much it left out', async () => {
    upstream.script({ text: 'Word '.repeat(100).trim() });
    const small = await around.given.model(upstream.baseUrl, {
      settings: { contextTokens: 300 },
      parameters: { maxTokens: 100 },
    });
    const systemPrompt = 'You are a fish.';
    let turn = await around.given.turn({ text: 'First', modelIds: [small], systemPrompt });
    for (const text of ['Second', 'Third']) {
      await around.add(turn.candidateIds);
      await around.ended(turn.turnId);
      expect(await around.candidate(only(turn.candidateIds))).toMatchObject({ messagesLeftOut: 0 });
      const after = {
        conversationId: turn.conversationId,
        candidateId: only(turn.candidateIds),
      };
      turn = await around.given.turn({ text, modelIds: [small], after });
    }

    await around.add(turn.candidateIds);
    await around.ended(turn.turnId);

    expect(
      upstream.requests.at(-1)?.body.messages.map(({ content }) => content.slice(0, 15)),
    ).toEqual(['You are a fish.', 'Second', 'Word Word Word ', 'Third']);
    expect(await around.candidate(only(turn.candidateIds))).toMatchObject({ messagesLeftOut: 2 });
  });

  test('two answers that end at once end the turn exactly once', async () => {
    upstream.script({ text: TEXT });
    const turns = await Promise.all(
      Array.from({ length: 10 }, () => around.given.turn({ modelIds: [modelId, modelId] })),
    );

    await Promise.all(turns.map(({ candidateIds }) => around.add(candidateIds)));

    for (const { turnId } of turns)
      expect(await around.ended(turnId)).toMatchObject({ state: 'completed' });
  });

  test('a failed answer beside a completed one fails the turn', async () => {
    upstream.next({ refuse: { status: 401 } });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId, modelId] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    const states = await Promise.all(
      candidateIds.map(async (id) => (await around.candidate(id)).state),
    );
    expect(states.sort()).toEqual(['completed', 'failed']);
  });
});

describe('an answer asked for anew', () => {
  test('ends its turn as it ends itself, whatever became of the one before', async () => {
    upstream.next({ refuse: { status: 401 } });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    await around.add(candidateIds);
    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });

    const again = await around.given.regenerated(turnId, modelId);
    await around.add([again]);

    expect(await around.ended(turnId)).toMatchObject({ state: 'completed' });
    expect(await around.candidate(only(candidateIds))).toMatchObject({ state: 'failed' });
    expect(await around.candidate(again)).toMatchObject({ state: 'completed' });
  });

  test('or not, the model is told the answer that the next message replies to, and no other', async () => {
    upstream.script({ text: 'First' });
    const first = await around.given.turn({ text: 'One', modelIds: [modelId] });
    await around.add(first.candidateIds);
    await around.ended(first.turnId);
    upstream.script({ text: 'Second' });
    const again = await around.given.regenerated(first.turnId, modelId);
    await around.add([again]);
    await around.ended(first.turnId);

    const asked = [];
    for (const candidateId of [only(first.candidateIds), again]) {
      const after = { conversationId: first.conversationId, candidateId };
      const next = await around.given.turn({ text: 'Two', modelIds: [modelId], after });
      await around.add(next.candidateIds);
      await around.ended(next.turnId);
      asked.push(upstream.requests.at(-1)?.body.messages.map(({ content }) => content));
    }

    expect(asked).toEqual([
      ['One', 'First', 'Two'],
      ['One', 'Second', 'Two'],
    ]);
  });
});

describe('a stop', () => {
  test('aborts the model, keeps the partial text and ends the turn as stopped', async () => {
    upstream.script({ text: TEXT, tokensPerSecond: 30 });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    const reading = await around.read(turnId, only(candidateIds));
    await around.add(candidateIds);
    await waitFor(() => reading.text().length > 20, { what: 'some text' });

    const stoppedAt = performance.now();
    await around.stop(turnId);
    const done = await reading.ended();

    expect(performance.now() - stoppedAt).toBeLessThan(900);
    expect(done).toMatchObject({ state: 'stopped', finishReason: 'stopped' });
    const candidate = await around.candidate(only(candidateIds));
    expect(candidate).toMatchObject({ state: 'stopped', usageEstimated: true });
    expect(candidate.text.length).toBeGreaterThan(20);
    expect(TEXT.startsWith(candidate.text)).toBe(true);
    expect(reading.text()).toBe(candidate.text);
    expect(await around.turn(turnId)).toMatchObject({ state: 'stopped' });
    await waitFor(() => upstream.requests[0]?.abortedAt, { what: 'the abort at the upstream' });
  });

  test('whose message is lost is found in Postgres', async () => {
    upstream.script({ text: TEXT, tokensPerSecond: 10 });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    await around.add(candidateIds);
    await waitFor(() => upstream.requests.length > 0, { what: 'the request' });

    await around.dataSource.query(`update turn set stop_requested_at = now() where id = $1`, [
      turnId,
    ]);

    expect(await around.ended(turnId, 4_000)).toMatchObject({ state: 'stopped' });
  });

  test('before the start asks no model', async () => {
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId, modelId] });
    await around.stop(turnId);

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'stopped' });
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('an upstream that fails', () => {
  test('before any text is asked again', async () => {
    upstream.next({ refuse: { status: 503 } });
    upstream.next({ refuse: { status: 429, retryAfterSeconds: 0 } });
    upstream.script({ text: 'At last' });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    const reading = await around.read(turnId, only(candidateIds));

    await around.add(candidateIds);

    expect(await reading.ended()).toMatchObject({ attempt: 1, state: 'completed' });
    expect(await around.candidate(only(candidateIds))).toMatchObject({
      text: 'At last',
      errorDetail: null,
    });
    expect(upstream.requests).toHaveLength(3);
  });

  test('again and again ends the turn as failed', async () => {
    upstream.script({ refuse: { status: 500, message: 'the pond is empty' } });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    const reading = await around.read(turnId, only(candidateIds));

    await around.add(candidateIds);

    const done = await reading.ended();
    expect(done).toMatchObject({ state: 'failed', finishReason: 'error' });
    expect(done.detail).toMatch(/had a problem/);
    expect(done.detail).not.toMatch(/fake-1|127\.0\.0\.1/);
    const candidate = await around.candidate(only(candidateIds));
    expect(candidate.errorDetail).toMatch(
      /server_error: fake-1 at 127\.0\.0\.1.*the pond is empty/,
    );
    expect(await around.turn(turnId)).toMatchObject({ state: 'failed' });
    expect(upstream.requests).toHaveLength(3);
  });

  test('in the middle keeps the partial text and is not asked again', async () => {
    upstream.script({ text: TEXT, dropAfterTokens: 12, tokensPerSecond: 200 });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    const candidate = await around.candidate(only(candidateIds));
    expect(candidate.text.length).toBeGreaterThan(20);
    expect(TEXT.startsWith(candidate.text)).toBe(true);
    expect(upstream.requests).toHaveLength(1);
  });

  test('with a wrong key is not asked again', async () => {
    upstream.script({ refuse: { status: 401 } });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    expect(upstream.requests).toHaveLength(1);
  });

  test('at an address nobody allowed is never reached, and the team is told why', async () => {
    const metadata = await around.given.model('http://169.254.169.254/v1');
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [metadata] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    const { failureDetail, errorDetail } = await around.candidate(only(candidateIds));
    expect(failureDetail).not.toContain('169.254');
    expect(errorDetail).toMatch(/^misconfigured: .*169\.254\.169\.254.*KOI_EGRESS_ALLOW/);
  });

  test('a key that cannot be read is the team’s matter, in words that name no value', async () => {
    const keyless = await around.given.model(upstream.baseUrl, {
      secretReference: '${KOI_TEST_KEY_THAT_IS_NOT_SET}',
    });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [keyless] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    expect(await around.candidate(only(candidateIds))).toMatchObject({
      errorDetail: expect.stringMatching(/misconfigured: .*KOI_TEST_KEY_THAT_IS_NOT_SET/),
      failureDetail: expect.stringMatching(/not set up correctly/),
    });
  });
});

describe('a fallback', () => {
  const failing = { refuse: { status: 401, message: 'no such key' } } as const;
  let second: FakeUpstream;
  beforeEach(async () => {
    second = await fakeUpstream();
  });
  afterEach(() => second.stop());

  /** A model at `upstream` that falls back to one at `second`; both have their own parameters. */
  async function pair(settings: object = {}) {
    const stand = await around.given.model(second.baseUrl, { parameters: { temperature: 0.1 } });
    const drawn = await around.given.model(upstream.baseUrl, {
      settings: { fallback: `model-${stand}`, ...settings },
      parameters: { temperature: 0.9 },
    });
    return { drawn, stand };
  }

  test('answers, is recorded as the model that wrote, and keeps the failure for the team', async () => {
    upstream.script(failing);
    second.script({ text: 'I stand in' });
    const { drawn, stand } = await pair();
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [drawn] });
    const reading = await around.read(turnId, only(candidateIds));

    await around.add(candidateIds);

    expect(await reading.ended()).toMatchObject({ attempt: 1, state: 'completed' });
    expect(reading.text()).toBe('I stand in');
    expect(await around.candidate(only(candidateIds))).toMatchObject({
      text: 'I stand in',
      modelId: stand,
      fallbackForModelId: drawn,
      parameters: { temperature: 0.1 },
      failureDetail: null,
      errorDetail: expect.stringMatching(/^refused_key: .*no such key/),
    });
    expect(second.requests[0]?.body).toMatchObject({ temperature: 0.1 });
  });

  test('comes only after the retries, and not after the first token', async () => {
    upstream.next({ refuse: { status: 500 } });
    upstream.next({ text: TEXT, dropAfterTokens: 5, tokensPerSecond: 50 });
    const { drawn } = await pair();
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [drawn] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    expect(upstream.requests).toHaveLength(2);
    expect(second.requests).toHaveLength(0);
    expect(await around.candidate(only(candidateIds))).toMatchObject({
      modelId: drawn,
      fallbackForModelId: null,
    });
  });

  test('that fails, too, leaves the failure with the model that was drawn, and keeps both', async () => {
    upstream.script(failing);
    second.script({ refuse: { status: 404, message: 'moved away' } });
    const { drawn } = await pair();
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [drawn] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    expect(await around.candidate(only(candidateIds))).toMatchObject({
      modelId: drawn,
      fallbackForModelId: null,
      errorDetail: expect.stringMatching(/no such key.*\nnot_found: .*moved away/),
    });
  });

  test('is never asked twice, whatever the rows say', async () => {
    upstream.script(failing);
    const drawn = await around.given.model(upstream.baseUrl);
    await around.dataSource.query(
      `update model set settings = settings || jsonb_build_object('fallback', name) where id = $1`,
      [drawn],
    );
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [drawn] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    expect(upstream.requests).toHaveLength(1);
  });

  test('a model that is too slow for its first token is not asked again', async () => {
    upstream.script({ stallAfterTokens: 0 });
    second.script({ text: 'Quick' });
    const { drawn, stand } = await pair({ timeouts: { firstTokenSeconds: 0.2 } });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [drawn] });

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'completed' });
    const candidate = await around.candidate(only(candidateIds));
    expect(candidate).toMatchObject({
      modelId: stand,
      errorDetail: expect.stringMatching(
        /^stalled: The model "model-.*" stalled: no first token within 0.2 s/,
      ),
    });
    expect(candidate.ttftMs).toBeLessThan(200);
    expect(upstream.requests).toHaveLength(1);
  });
});

test('a model with one slot writes one answer at a time, and waiting is no time of the model', async () => {
  upstream.script({ text: 'one two three four five six', tokensPerSecond: 40 });
  const slow = await around.given.model(upstream.baseUrl, { settings: { concurrency: 1 } });
  const turns = await Promise.all([1, 2, 3].map(() => around.given.turn({ modelIds: [slow] })));

  await Promise.all(turns.map(({ candidateIds }) => around.add(candidateIds)));
  await Promise.all(turns.map(({ turnId }) => around.ended(turnId)));

  const candidates = await Promise.all(
    turns.map(({ candidateIds }) => around.candidate(only(candidateIds))),
  );
  for (const { ttftMs } of candidates) expect(ttftMs).toBeLessThan(100);
  const ends = candidates.map(({ endedAt }) => endedAt?.getTime() ?? 0).sort((a, b) => a - b);
  const whole = Math.min(...candidates.map(({ durationMs }) => durationMs ?? 0));
  expect((ends[2] ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(1.5 * whole);
});

describe('running a job again', () => {
  const job = { signal: new AbortController().signal };

  test('whose answer has ended changes nothing and tells the end again', async () => {
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    await around.add(candidateIds);
    await around.ended(turnId);
    const before = await around.candidate(only(candidateIds));
    const reading = await around.read(turnId, only(candidateIds));

    const result = await app.get(GenerationService).generate(only(candidateIds), job);

    expect(result).toEqual({ state: 'completed', finishReason: 'stop' });
    expect(await reading.ended()).toMatchObject({ state: 'completed', length: before.text.length });
    expect(await around.candidate(only(candidateIds))).toEqual(before);
    expect(upstream.requests).toHaveLength(1);
  });

  test('while a dead one still writes: the newer attempt counts, the older leaves no trace', async () => {
    upstream.next({ text: 'old '.repeat(200), tokensPerSecond: 40 });
    upstream.next({ text: 'new' });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    const candidateId = only(candidateIds);
    const service = app.get(GenerationService);

    const older = service.generate(candidateId, job).then(
      () => 'ended',
      (error: Error) => error.name,
    );
    await waitFor(() => upstream.requests.length === 1, { what: 'the first request' });
    const newer = await service.generate(candidateId, job);

    expect(newer).toEqual({ state: 'completed', finishReason: 'stop' });
    expect(await older).toBe('AttemptSuperseded');
    expect(await around.candidate(candidateId)).toMatchObject({ text: 'new', attempt: 2 });
    expect(await around.turn(turnId)).toMatchObject({ state: 'completed' });
  });

  test('is not needed where Postgres forgot in a crash that the attempt was begun', async () => {
    upstream.script({ text: TEXT, tokensPerSecond: 150 });
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    const reading = await around.read(turnId, only(candidateIds));
    await around.add(candidateIds);
    await waitFor(() => reading.text().length > 0, { what: 'some text' });

    await around.dataSource.query(
      `update candidate set attempt = 0, state = 'queued', started_at = null where id = any($1::uuid[])`,
      [candidateIds],
    );
    expect(await reading.ended()).toMatchObject({ attempt: 1, state: 'completed' });

    expect(await around.candidate(only(candidateIds))).toMatchObject({ text: TEXT, attempt: 1 });
  });

  test('that has killed its process too often gives up', async () => {
    const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
    await around.dataSource.query(
      `update candidate set attempt = 8, state = 'streaming' where id = $1`,
      [only(candidateIds)],
    );

    await around.add(candidateIds);

    expect(await around.ended(turnId)).toMatchObject({ state: 'failed' });
    expect(upstream.requests).toHaveLength(0);
  });
});

test('a dead letter ends its answer as failed', async () => {
  const { turnId, candidateIds } = await around.given.turn({ modelIds: [modelId] });
  const reading = await around.read(turnId, only(candidateIds));

  await app.get(GenerationService).giveUp(only(candidateIds), new Error('out of luck'));

  expect(await reading.ended()).toMatchObject({ state: 'failed', length: 0 });
  expect(await around.candidate(only(candidateIds))).toMatchObject({
    state: 'failed',
    errorDetail: 'out of luck',
  });
  expect(await around.turn(turnId)).toMatchObject({ state: 'failed' });
});

test('a job for an answer that does not exist is a dead letter at once', async () => {
  const candidateId = '019a0000-0000-7000-8000-000000000000';
  await around.add([candidateId]);

  const job = await waitFor(
    async () => {
      const found = await around.generation.find(candidateId);
      return found?.state === 'failed' ? found : undefined;
    },
    { what: 'the dead letter' },
  );

  expect(job.failedReason).toMatch(/no answer 019a0000/);
});

test('answers to health checks and nothing else', async () => {
  const url = await app.getUrl();

  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/`)).status).toBe(404);
});
