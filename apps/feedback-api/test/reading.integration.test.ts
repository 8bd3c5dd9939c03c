import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { conversationRecord, getSeries, listFeedback, overview, problem } from '@koi/contracts';
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
