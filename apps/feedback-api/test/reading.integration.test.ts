import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  conversationRecord,
  getBreakdown,
  getSeries,
  listFeedback,
  overview,
  problem,
  RECORDS_TOPIC,
  STATISTICS_TOPIC,
} from '@koi/contracts';
import { NO_MODEL, StatsMinuteEntity } from '@koi/database';
import type { Relay } from '@koi/queues';
import { RELAY } from '@koi/service';
import { FeedbackService } from '../src/feedback/feedback.service.js';
import { voteOn } from './given.js';
import { RunningService } from './running-service.js';

let service: RunningService;
let cookie: string;

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
});

afterAll(() => service.close());

const read = async (path: string): Promise<unknown> => {
  const response = await service.get(path, cookie);
  expect(response.status).toBe(200);
  return response.json();
};

test('votes are read over HTTP: filters and paging as the query says', async () => {
  const feedback = service.app.get(FeedbackService, { strict: false });
  const answer = await service.given.votable();
  await feedback.record(voteOn(answer, 'up', { acceptedAt: new Date('2026-05-01T10:00:00Z') }));
  await feedback.record(voteOn(answer, 'down', { acceptedAt: new Date('2026-05-01T10:01:00Z') }));

  const current = listFeedback.response!.parse(await read('/api/feedback'));
  const history = listFeedback.response!.parse(await read('/api/feedback?current=false&limit=1'));
  const record = conversationRecord.parse(
    await read(`/api/conversations/${answer.conversationId}`),
  );

  expect(current).toMatchObject({ total: 1, nextCursor: null, items: [{ value: 'down' }] });
  expect(history).toMatchObject({ total: 2, items: [{ value: 'down', revision: 2 }] });
  expect(history.nextCursor).not.toBeNull();
  expect(record.turns[0]?.candidates[0]?.votes).toHaveLength(2);
});

test('numbers are read over HTTP, with defaults for what the query leaves out', async () => {
  overview.parse(await read('/api/overview?from=2026-05-01T00:00:00Z'));
  const series = getSeries.response!.parse(
    await read('/api/series?from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00%2B02:00'),
  );

  expect(series.step).toBe('hour');
  expect(series.points).toHaveLength(22);
});

test('the table by chatbot and the series come as CSV, with the same numbers', async () => {
  const chatbotId = await service.given.chatbot('vote', 'filed');
  const modelId = await service.given.model('filer');
  const bucket = new Date('2026-06-01T10:00:00Z');
  const row = { bucket, chatbotId, mode: 'vote' as const, computedAt: bucket };
  await service.dataSource.getRepository(StatsMinuteEntity).insert([
    { ...row, modelId: NO_MODEL, conversations: 2, turns: 3 },
    { ...row, modelId, candidates: 4, votesUp: 3, votesDown: 1, cost: { EUR: 0.5, USD: 0.25 } },
  ]);
  await service.dataSource.query(
    `update chatbot set title = '=HYPERLINK("x")' where slug = 'filed'`,
  );
  const range = 'from=2026-06-01T10:00:00Z&to=2026-06-01T10:01:00Z&chatbot=filed';
  const { rows } = getBreakdown.response!.parse(await read(`/api/breakdown?by=chatbot&${range}`));
  const file = async (path: string) => {
    const response = await service.get(path, cookie);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/attachment; filename="koi-by-/);
    return csvOf(await response.text());
  };

  const [chatbot, ...others] = await file(`/api/breakdown/csv?by=chatbot&${range}`);
  const [point] = await file(`/api/series/csv?step=minute&${range}`);

  expect(others).toEqual([]);
  expect(chatbot).toMatchObject({
    name: 'filed',
    // A spreadsheet must not run it.
    label: `"'=HYPERLINK(""x"")"`,
    conversations: '2',
    turns: '3',
    candidates: '4',
    votesUp: '3',
    upRate: '0.75',
    upRateLow: String(rows[0]?.upRate?.low),
    ttftMsP50: '',
    cost: '0.5 EUR; 0.25 USD',
  });
  expect(point).toMatchObject({
    time: bucket.toISOString(),
    conversations: '2',
    votesDown: '1',
    cost: '0.5 EUR; 0.25 USD',
  });
});

/** The rows of a file whose fields hold no commas and no line breaks, by column. */
function csvOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
  });
}

/** What the `changed` events of a stream said, in their order. */
const told = (heard: string): string[][] =>
  [...heard.matchAll(/^data: ?(\[.*\])$/gm)].map(([, json = '[]']) => JSON.parse(json) as string[]);

test('who listens hears at once that it works, and then what has changed', async () => {
  const leave = new AbortController();
  const response = await fetch(`${service.url}/api/events`, {
    headers: { cookie },
    signal: leave.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const stream = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const times = (event: string) =>
    heard.split('\n').filter((line) => line.replaceAll(' ', '') === `event:${event}`).length;
  /** Reads on until this event has come so often. */
  const hears = async (event: string, often = 1): Promise<void> => {
    while (times(event) < often) {
      const { value, done } = await stream.read();
      if (done) throw new Error(`The stream ended without ${event}; it said: ${heard}`);
      heard += value;
    }
  };

  await hears('listening');
  expect(heard).toContain('retry:');
  const relay = service.app.get<Relay>(RELAY, { strict: false });
  // Many changes at once are told as one.
  await Promise.all([1, 2, 3].map(() => relay.publish(STATISTICS_TOPIC, {})));
  await hears('changed');
  expect(told(heard)).toEqual([['statistics']]);
  await Promise.all([relay.publish(STATISTICS_TOPIC, {}), relay.publish(RECORDS_TOPIC, {})]);
  await hears('changed', 2);
  expect(told(heard).at(-1)?.sort()).toEqual(['records', 'statistics']);

  // What the team changes is told, what it reads or may not do is not.
  const filter = { name: 'Ups', view: 'feedback', query: 'value=up' };
  await service.get('/api/saved-filters', cookie);
  expect((await service.post('/api/saved-filters', {}, { cookie })).status).toBe(400);
  expect((await service.post('/api/saved-filters', filter, { cookie })).status).toBe(201);
  await hears('changed', 3);
  expect(told(heard).at(-1)).toEqual(['records']);
  expect([times('listening'), times('changed')]).toEqual([1, 3]);
  leave.abort();
  await expect(stream.read()).rejects.toThrow();
});

test.each([
  '/api/feedback?limit=0',
  '/api/feedback?limit=1000',
  '/api/feedback?value=sideways',
  '/api/feedback?from=yesterday',
  '/api/feedback?cursor=made-up',
  '/api/series?step=week',
  '/api/series?timeZone=Mars',
  '/api/series?from=0001-01-01T00:00:00Z&step=minute',
  '/api/overview?from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z',
  '/api/conversations/1',
  '/api/overview?model=%00',
  '/api/breakdown',
  '/api/breakdown/csv?by=day',
  '/api/candidates?outcome=queued',
  '/api/candidates?currency=euro',
  '/api/turns?cursor=made-up',
])('%s is refused as invalid input', async (path) => {
  const response = await service.get(path, cookie);

  expect(response.status).toBe(400);
  expect(problem.parse(await response.json())).toMatchObject({
    code: 'invalid_input',
    issues: expect.arrayContaining([]) as unknown,
  });
});

test.each([
  '/api/feedback?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z',
  '/api/overview?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z',
  '/api/series?from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z',
  '/api/series?from=9999-12-31T00:00:00Z&to=9999-12-31T23:59:59Z',
  '/api/feedback?model=%00',
  '/api/feedback?model=%27%3B%20drop%20table%20feedback',
])('%s is answered, with nothing found', async (path) => {
  await read(path);
});
