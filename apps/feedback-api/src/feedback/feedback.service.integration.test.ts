import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  analyticsNudge,
  type AnalyticsJob,
  type analyticsQueue,
  type FeedbackCommand,
  type VoteChoice,
} from '@koi/contracts';
import { createDataSource, newId, Transactions } from '@koi/database';
import { createLogger } from '@koi/observability';
import { QueueUnavailable, type Producer } from '@koi/queues';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { testDatabase, waitFor, type TestDatabase } from '@koi/testing';
import { Given, rankingOf, voteOn, wordsOn } from '../../test/given.js';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';

// Real: Postgres, repository, service. Fake: the producer of nudges, which only keeps them.
let database: TestDatabase;
let dataSource: DataSource;
let given: Given;
let feedback: FeedbackService;
let nudges: AnalyticsJob[];
let told: unknown[];
let queueIsDown = false;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url, poolSize: 20 });
  await dataSource.initialize();
  given = new Given(dataSource);
  nudges = [];
  told = [];
  const producer = {
    add: (nudge: AnalyticsJob): Promise<string> => {
      if (queueIsDown) return Promise.reject(new QueueUnavailable('analytics', undefined));
      nudges.push(nudge);
      return Promise.resolve('');
    },
  } as Producer<typeof analyticsQueue>;
  feedback = new FeedbackService(
    new Transactions(dataSource),
    new FeedbackRepository(),
    producer,
    createLogger({ service: 'test', level: 'silent' }),
    {
      publish: (topic, data) => {
        told.push([topic, data]);
        return Promise.resolve();
      },
    },
  );
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

interface Revision {
  readonly id: string;
  readonly value: string;
  readonly revision: number;
  readonly replaces_id: string | null;
  readonly shown: string[];
  readonly accepted_at: Date;
  readonly text: string | null;
  readonly reasons: string[];
  readonly reasons_version: number | null;
  readonly strength: string | null;
  readonly shown_sha256: string;
}

const history = (targetId: string): Promise<Revision[]> =>
  dataSource.query(`select * from feedback where target_id = $1 order by revision`, [targetId]);
const currentVotes = async (candidateId: string): Promise<string[]> => {
  const rows = await dataSource.query<{ value: string }[]>(
    `select value from current_vote where candidate_id = $1`,
    [candidateId],
  );
  return rows.map(({ value }) => value);
};
const currentRankings = async (turnId: string): Promise<string[]> => {
  const rows = await dataSource.query<{ outcome: string }[]>(
    `select outcome from current_ranking where turn_id = $1`,
    [turnId],
  );
  return rows.map(({ outcome }) => outcome);
};
const minute = (time: string): Date => new Date(`2026-05-01T${time}:30.000Z`);

test('a command delivered twice at once is one row, with one answer', async () => {
  const answer = await given.votable();
  const command = voteOn(answer, 'up');

  const outcomes = await Promise.all([feedback.record(command), feedback.record(command)]);

  expect(outcomes[0]).toMatchObject({ status: 'stored', revision: 1 });
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect(await history(answer.candidateId)).toHaveLength(1);
});

test('a hundred duplicates in parallel are one row', async () => {
  const answer = await given.votable();
  const command = voteOn(answer, 'down');

  const outcomes = await Promise.all(Array.from({ length: 100 }, () => feedback.record(command)));

  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  expect(await history(answer.candidateId)).toHaveLength(1);
  expect(await currentVotes(answer.candidateId)).toEqual(['down']);
});

test('a hundred presses in parallel, each with its own key: one is current, and the history is whole', async () => {
  const answer = await given.votable();
  const presses = Array.from({ length: 100 }, (_, index) =>
    voteOn(answer, index % 2 ? 'up' : 'down', { acceptedAt: minute('10:00') }),
  );

  // Each of them also arrives twice.
  await Promise.all([...presses, ...presses].map((press) => feedback.record(press)));

  const rows = await history(answer.candidateId);
  expect(rows.map(({ revision }) => revision)).toEqual(presses.map((_, index) => index + 1));
  const current = await dataSource.query<{ feedback_id: string }[]>(
    `select feedback_id from current_feedback where target_id = $1`,
    [answer.candidateId],
  );
  expect(current).toHaveLength(1);
  // The chain of what replaced what leads from the current one back to the first, without a branch.
  const byId = new Map(rows.map((row) => [row.id, row]));
  const chain: string[] = [];
  for (let id = current[0]?.feedback_id ?? null; id; id = byId.get(id)?.replaces_id ?? null)
    chain.push(id);
  const replaced = rows.filter(({ replaces_id: id }) => id !== null);
  expect(chain).toHaveLength(replaced.length + 1);
  expect(new Set(replaced.map(({ replaces_id: id }) => id)).size).toBe(replaced.length);
}, 30_000);

test('a vote carries reasons with the version they are of; later versions do not touch it', async () => {
  const answer = await given.votable();
  await given.reasons(answer.conversationId, { up: ['clear', 'kind'], down: ['rude'] });
  await given.reasons(answer.conversationId, { up: ['short'] });

  await feedback.record(
    voteOn(answer, 'up', { reasons: ['kind', 'clear', 'kind'], reasonsVersion: 1 }),
  );
  await feedback.record(voteOn(answer, 'up', { reasons: ['short'] }));

  const [first, second] = await history(answer.candidateId);
  expect(first).toMatchObject({ reasons: ['clear', 'kind'], reasons_version: 1 });
  expect(second).toMatchObject({ reasons: ['short'], reasons_version: 2, replaces_id: first?.id });
  expect(
    await dataSource.query(`select value, reasons from current_vote where candidate_id = $1`, [
      answer.candidateId,
    ]),
  ).toEqual([{ value: 'up', reasons: ['short'] }]);
});

test('a reason nobody offered is refused by name, with what there is instead', async () => {
  const answer = await given.votable();
  const say = (value: VoteChoice, reasons: string[], reasonsVersion?: number) =>
    feedback.record(voteOn(answer, value, { reasons, ...(reasonsVersion && { reasonsVersion }) }));

  expect(await say('up', ['clear'])).toMatchObject({
    code: 'unknown_reason',
    detail: expect.stringContaining('has no reasons'),
  });
  await given.reasons(answer.conversationId, { up: ['clear', 'kind'], down: ['rude'] });

  expect(await say('up', ['rude', 'clear'])).toMatchObject({
    code: 'unknown_reason',
    detail: '"rude" is no reason for "up" here. Version 1 of the reasons has "clear", "kind".',
  });
  expect(await say('up', ['clear'], 7)).toMatchObject({ code: 'unknown_reason' });
  await say('up', []);
  expect(await say('undo', ['clear'])).toMatchObject({
    code: 'unknown_reason',
    detail: 'Feedback that says "undo" takes no reasons.',
  });
  expect(await history(answer.candidateId)).toHaveLength(1);
});

test('a ranking carries strength and reasons; "both bad" takes those of a thumb down', async () => {
  const turn = await given.turn({ mode: 'rank' });
  await given.reasons(turn.conversationId, { down: ['rude'], ranking: ['clear'] });

  await feedback.record(rankingOf(turn, 'b_better', { strength: 'much', reasons: ['clear'] }));
  expect(await feedback.record(rankingOf(turn, 'tie', { reasons: ['clear'] }))).toMatchObject({
    code: 'unknown_reason',
  });
  await feedback.record(rankingOf(turn, 'both_bad', { reasons: ['rude'] }));

  expect(await history(turn.turnId)).toEqual([
    expect.objectContaining({ value: 'b_better', strength: 'much', reasons: ['clear'] }),
    expect.objectContaining({ value: 'both_bad', strength: null, reasons: ['rude'] }),
  ]);
});

test('a correction and a comment stand beside the vote, are changed and taken back as revisions', async () => {
  const answer = await given.votable();

  await feedback.record(voteOn(answer, 'down'));
  await feedback.record(wordsOn(answer, 'correction', 'A carp.'));
  await feedback.record(wordsOn(answer, 'correction', 'A carp, surely.'));
  await feedback.record(wordsOn(answer, 'comment', 'Wrong fish.'));
  await feedback.record(wordsOn(answer, 'comment', undefined));

  const texts = (kind: string) =>
    dataSource.query(`select text, revision from current_${kind} where candidate_id = $1`, [
      answer.candidateId,
    ]);
  expect(await texts('correction')).toEqual([{ text: 'A carp, surely.', revision: 2 }]);
  expect(await texts('comment')).toEqual([]);
  expect(await history(answer.candidateId)).toHaveLength(5);
  expect(await currentVotes(answer.candidateId)).toEqual(['down']);
});

test('where no feedback is asked for, none is taken, in words neither', async () => {
  const { candidateIds, ...turn } = await given.turn({ mode: 'none' });
  const answer = { ...turn, candidateId: candidateIds[0] ?? '' };

  for (const command of [
    voteOn(answer, 'up'),
    wordsOn(answer, 'correction', 'Better.'),
    wordsOn(answer, 'comment', 'Hm.'),
  ])
    expect(await feedback.record(command)).toMatchObject({ code: 'wrong_feedback_mode' });
});

test('a row keeps a hash of the messages and answers as they were shown', async () => {
  const answer = await given.votable();
  const second = await given.turn({
    mode: 'rank',
    conversationId: answer.conversationId,
    parentCandidateId: answer.candidateId,
  });

  await feedback.record(rankingOf(second, 'tie'));

  const shown = {
    prompt: [
      { role: 'user', content: `Question ${answer.turnId}` },
      { role: 'assistant', content: `Answer 0 of ${answer.turnId}` },
      { role: 'user', content: `Question ${second.turnId}` },
    ],
    answers: [`Answer 0 of ${second.turnId}`, `Answer 1 of ${second.turnId}`],
  };
  expect((await history(second.turnId))[0]?.shown_sha256).toBe(
    createHash('sha256').update(JSON.stringify(shown)).digest('hex'),
  );
});

test('open pages are told of the turn, once it is stored and never of a refusal', async () => {
  const answer = await given.votable();
  told.length = 0;

  await feedback.record(voteOn(answer, 'undo'));
  expect(told).toEqual([]);
  await feedback.record(voteOn(answer, 'up'));

  expect(told).toEqual([
    [`conversations.${answer.conversationId}`, { type: 'feedback', turnId: answer.turnId }],
  ]);
});

test('changing a vote keeps one current vote and the whole history', async () => {
  const answer = await given.votable();

  await feedback.record(voteOn(answer, 'up', { acceptedAt: minute('10:00') }));
  const second = await feedback.record(voteOn(answer, 'down', { acceptedAt: minute('10:01') }));

  expect(second).toMatchObject({ status: 'stored', revision: 2 });
  expect(await currentVotes(answer.candidateId)).toEqual(['down']);
  const [first, replacing] = await history(answer.candidateId);
  expect(first).toMatchObject({ value: 'up', replaces_id: null, shown: [answer.candidateId] });
  expect(replacing).toMatchObject({ value: 'down', replaces_id: first?.id });
});

test('undo leaves no current vote, stays in the history, and cannot be done twice', async () => {
  const answer = await given.votable();

  expect(await feedback.record(voteOn(answer, 'undo'))).toMatchObject({ code: 'nothing_to_undo' });
  await feedback.record(voteOn(answer, 'up', { acceptedAt: minute('10:00') }));
  await feedback.record(voteOn(answer, 'undo', { acceptedAt: minute('10:01') }));

  expect(await currentVotes(answer.candidateId)).toEqual([]);
  expect(await history(answer.candidateId)).toHaveLength(2);
  expect(
    await feedback.record(voteOn(answer, 'undo', { acceptedAt: minute('10:02') })),
  ).toMatchObject({ status: 'refused', code: 'nothing_to_undo' });
});

test('a command that arrives late is history and never current', async () => {
  const answer = await given.votable();

  await feedback.record(voteOn(answer, 'down', { acceptedAt: minute('10:05') }));
  const late = await feedback.record(voteOn(answer, 'up', { acceptedAt: minute('10:04') }));

  expect(late).toMatchObject({ status: 'stored', revision: 2 });
  expect(await currentVotes(answer.candidateId)).toEqual(['down']);
  expect((await history(answer.candidateId))[1]).toMatchObject({ value: 'up', replaces_id: null });
});

test('a change makes the minutes of both commands dirty and nudges both', async () => {
  const answer = await given.votable();
  await feedback.record(voteOn(answer, 'up', { acceptedAt: minute('11:00') }));
  await dataSource.query(`delete from dirty_bucket`);
  const { slice } = analyticsNudge(new Date());
  await waitFor(() => analyticsNudge(new Date()).slice > slice, { what: 'the next slice' });
  nudges.length = 0;

  await feedback.record(voteOn(answer, 'down', { acceptedAt: minute('11:07') }));

  const dirty = await dataSource.query<{ bucket: Date }[]>(
    `select bucket from dirty_bucket order by bucket`,
  );
  expect(dirty.map(({ bucket }) => bucket.toISOString())).toEqual([
    '2026-05-01T11:00:00.000Z',
    '2026-05-01T11:07:00.000Z',
  ]);
  expect(nudges.map((nudge) => new Date(nudge.minute * 60_000).toISOString()).sort()).toEqual([
    '2026-05-01T11:00:00.000Z',
    '2026-05-01T11:07:00.000Z',
  ]);
});

test('a vote is stored when the rollups cannot be nudged', async () => {
  const answer = await given.votable();
  queueIsDown = true;
  try {
    expect(await feedback.record(voteOn(answer, 'up'))).toMatchObject({ status: 'stored' });
  } finally {
    queueIsDown = false;
  }
  expect(await currentVotes(answer.candidateId)).toEqual(['up']);
});

test('a key used for something else is refused, even at the same moment', async () => {
  const [one, other] = [await given.votable(), await given.votable()];
  const key = newId();

  const outcomes = await Promise.all([
    feedback.record(voteOn(one, 'up', { key })),
    feedback.record(voteOn(other, 'up', { key })),
  ]);

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['refused', 'stored']);
  expect(outcomes.find(({ status }) => status === 'refused')).toMatchObject({
    code: 'idempotency_key_reused',
  });
  const winner = outcomes[0]?.status === 'stored' ? one : other;
  expect(await feedback.record(voteOn(winner, 'down', { key }))).toMatchObject({
    code: 'idempotency_key_reused',
  });
});

test("nobody votes on another's answers, nor on what does not exist", async () => {
  const answer = await given.votable();
  const stranger = await given.participant();
  const ranked = await given.turn({ mode: 'rank' });

  expect(await feedback.record(voteOn({ ...answer, participantId: stranger }, 'up'))).toMatchObject(
    { code: 'candidate_not_found' },
  );
  expect(await feedback.record(voteOn({ ...answer, candidateId: newId() }, 'up'))).toMatchObject({
    code: 'candidate_not_found',
  });
  expect(
    await feedback.record(rankingOf({ ...ranked, participantId: stranger }, 'tie')),
  ).toMatchObject({ code: 'turn_not_found' });
  expect(await history(answer.candidateId)).toEqual([]);
});

test.each(['queued', 'streaming', 'failed'] as const)(
  'a %s answer takes no vote',
  async (state) => {
    const turn = await given.turn({ mode: 'vote', states: [state] });

    const outcome = await feedback.record(
      voteOn({ ...turn, candidateId: turn.candidateIds[0] ?? '' }, 'up'),
    );

    expect(outcome).toMatchObject({ status: 'refused', code: 'candidate_unfinished' });
  },
);

test('a stopped answer takes a vote', async () => {
  const turn = await given.turn({ mode: 'vote', states: ['stopped'] });

  const outcome = await feedback.record(
    voteOn({ ...turn, candidateId: turn.candidateIds[0] ?? '' }, 'down'),
  );

  expect(outcome).toMatchObject({ status: 'stored' });
});

test('the mode of the turn decides what feedback fits', async () => {
  const ranked = await given.turn({ mode: 'rank' });
  const voted = await given.votable();
  const plain = await given.turn({ mode: 'none' });
  const wrong = { status: 'refused', code: 'wrong_feedback_mode' };

  const candidateOf = ({ candidateIds, ...turn }: typeof ranked) => ({
    ...turn,
    candidateId: candidateIds[0] ?? '',
  });
  expect(await feedback.record(voteOn(candidateOf(ranked), 'up'))).toMatchObject(wrong);
  expect(await feedback.record(voteOn(candidateOf(plain), 'up'))).toMatchObject(wrong);
  expect(await feedback.record(rankingOf(voted, 'tie'))).toMatchObject(wrong);
});

test('a ranking is changed and taken back, with the answers as they were shown', async () => {
  const turn = await given.turn({ mode: 'rank' });

  await feedback.record(rankingOf(turn, 'a_better', { acceptedAt: minute('10:00') }));
  await feedback.record(rankingOf(turn, 'both_bad', { acceptedAt: minute('10:01') }));
  expect(await currentRankings(turn.turnId)).toEqual(['both_bad']);
  await feedback.record(rankingOf(turn, 'undo', { acceptedAt: minute('10:02') }));

  expect(await currentRankings(turn.turnId)).toEqual([]);
  const revisions = await history(turn.turnId);
  expect(revisions.map(({ value }) => value)).toEqual(['a_better', 'both_bad', 'undo']);
  expect(revisions[0]?.shown).toEqual(turn.candidateIds);
});

test('an unfinished turn takes no ranking', async () => {
  const turn = await given.turn({ mode: 'rank', states: ['completed', 'streaming'] });

  expect(await feedback.record(rankingOf(turn, 'tie'))).toMatchObject({ code: 'turn_pending' });
});

test('a ranking closes when the conversation goes on from one of its answers', async () => {
  const turn = await given.turn({ mode: 'rank' });
  await feedback.record(rankingOf(turn, 'a_better', { acceptedAt: minute('10:00') }));
  await given.turn({
    mode: 'rank',
    conversationId: turn.conversationId,
    parentCandidateId: turn.candidateIds[0] ?? '',
    createdAt: minute('10:10'),
  });

  const after = await feedback.record(rankingOf(turn, 'tie', { acceptedAt: minute('10:11') }));
  const acceptedBefore = await feedback.record(
    rankingOf(turn, 'b_better', { acceptedAt: minute('10:09') }),
  );

  expect(after).toMatchObject({ status: 'refused', code: 'ranking_closed' });
  expect(acceptedBefore).toMatchObject({ status: 'stored' });
  expect(await currentRankings(turn.turnId)).toEqual(['b_better']);
});

test('a turn sent after an unrelated answer closes nothing', async () => {
  const turn = await given.turn({ mode: 'rank', createdAt: minute('10:00') });
  await given.turn({
    mode: 'rank',
    conversationId: turn.conversationId,
    createdAt: minute('10:10'),
  });

  expect(await feedback.record(rankingOf(turn, 'tie'))).toMatchObject({ status: 'stored' });
});

test('a pair asked for anew is ranked on its own, and closes on its own', async () => {
  const first = await given.turn({ mode: 'rank', createdAt: minute('10:00') });
  const { conversationId } = first;
  const again = await given.turn({ mode: 'rank', conversationId, createdAt: minute('10:05') });
  const rank = (turn: typeof first, outcome: 'a_better' | 'b_better' | 'tie', at: string) =>
    feedback.record(rankingOf(turn, outcome, { acceptedAt: minute(at) }));

  expect(await rank(again, 'b_better', '10:06')).toMatchObject({ status: 'stored', revision: 1 });
  expect(await rank(first, 'a_better', '10:07')).toMatchObject({ status: 'stored', revision: 1 });
  await given.turn({
    mode: 'rank',
    conversationId,
    parentCandidateId: again.candidateIds[1] ?? '',
    createdAt: minute('10:10'),
  });

  expect(await rank(again, 'tie', '10:11')).toMatchObject({ code: 'ranking_closed' });
  expect(await rank(first, 'tie', '10:11')).toMatchObject({ status: 'stored', revision: 2 });
  expect(await currentRankings(again.turnId)).toEqual(['b_better']);
  expect(await currentRankings(first.turnId)).toEqual(['tie']);
});

test('each answer to a message keeps its own vote and words, also while another is being written', async () => {
  const turn = await given.turn({ mode: 'vote', states: ['completed', 'completed', 'streaming'] });
  const answer = (at: number) => ({ ...turn, candidateId: turn.candidateIds[at] ?? '' });
  const [older, newer, unfinished] = [answer(0), answer(1), answer(2)];

  await feedback.record(voteOn(older, 'down', { acceptedAt: minute('10:00') }));
  await feedback.record(voteOn(newer, 'up', { acceptedAt: minute('10:01') }));
  await feedback.record(wordsOn(older, 'correction', 'A carp.'));
  await feedback.record(voteOn(newer, 'undo', { acceptedAt: minute('10:02') }));

  expect(await feedback.record(voteOn(unfinished, 'up'))).toMatchObject({
    code: 'candidate_unfinished',
  });
  expect(await currentVotes(older.candidateId)).toEqual(['down']);
  expect(await currentVotes(newer.candidateId)).toEqual([]);
  const [vote, correction] = await history(older.candidateId);
  expect([vote?.shown, correction?.shown]).toEqual([[older.candidateId], [older.candidateId]]);
  expect(await history(newer.candidateId)).toHaveLength(2);
});

test('feedback on a conversation deleted meanwhile is stored', async () => {
  const answer = await given.votable();
  await dataSource.query(`update conversation set deleted_at = now() where id = $1`, [
    answer.conversationId,
  ]);

  expect(await feedback.record(voteOn(answer, 'up'))).toMatchObject({ status: 'stored' });
});

interface Step {
  readonly value: VoteChoice;
  readonly second: number;
  readonly copies: number;
}

const steps = fc.array(
  fc.record<Step>({
    value: fc.constantFrom<VoteChoice>('up', 'down', 'undo'),
    second: fc.nat(5),
    copies: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
);

test('whatever arrives, in whatever order and however often: current is the latest accepted', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (sequence, atOnce) => {
      const answer = await given.votable();
      const commands = sequence.flatMap(({ value, second, copies }) => {
        const acceptedAt = new Date(Date.UTC(2026, 0, 1, 0, 0, second));
        return Array.from<FeedbackCommand>({ length: copies }).fill(
          voteOn(answer, value, { acceptedAt }),
        );
      });

      if (atOnce) await Promise.all(commands.map((command) => feedback.record(command)));
      else for (const command of commands) await feedback.record(command);

      const stored = await history(answer.candidateId);
      const latest = [...stored].sort(
        (x, y) => x.accepted_at.getTime() - y.accepted_at.getTime() || (x.id < y.id ? -1 : 1),
      );
      const expected = latest.at(-1)?.value;
      expect(await currentVotes(answer.candidateId)).toEqual(
        expected === undefined || expected === 'undo' ? [] : [expected],
      );
      expect(stored.map(({ revision }) => revision)).toEqual(stored.map((_, index) => index + 1));
      // Every opinion is stored once, however often it came; only an undo of nothing leaves no row.
      expect(stored.filter(({ value }) => value !== 'undo')).toHaveLength(
        sequence.filter(({ value }) => value !== 'undo').length,
      );
    }),
    { numRuns: 60 },
  );
});
