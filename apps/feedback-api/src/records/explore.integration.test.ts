import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  downloadFeedback,
  feedbackFacets,
  listConversationRecords,
  listFeedback,
  type FeedbackFacets,
} from '@koi/contracts';
import { createDataSource, newId, Transactions } from '@koi/database';
import { testDatabase, type TestDatabase } from '@koi/testing';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { ExploredDatabase, type Said } from '../../test/explored-database.js';
import { toCsv } from '../csv/to-csv.js';
import { feedbackColumns, feedbackCsvRow } from './csv.js';
import { RecordsRepository } from './records.repository.js';
import { RecordsService } from './records.service.js';

let database: TestDatabase;
let dataSource: DataSource;
let records: RecordsService;
let explored: ExploredDatabase;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  records = new RecordsService(new RecordsRepository(new Transactions(dataSource)));
  explored = await ExploredDatabase.fill(dataSource);
}, 30_000);

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

type Query = Record<string, string>;
const asked = (query: Query) => listFeedback.query!.parse({ ...query, limit: '200' });
const list = async (query: Query = {}) =>
  listFeedback.response!.parse(await records.list(asked(query)));
const facets = async (query: Query) =>
  feedbackFacets.parse(await records.facets(downloadFeedback.query!.parse(query)));

/** The rule of each filter, in plain words of JavaScript, over what was said. */
const RULES: Record<string, (said: Said, text: string) => boolean> = {
  from: (said, text) => said.createdAt >= new Date(text),
  to: (said, text) => said.createdAt < new Date(text),
  chatbot: (said, text) => said.chatbot === text,
  model: (said, text) => said.models.some(({ name }) => name === text),
  mode: (said, text) => said.mode === text,
  kind: (said, text) => said.kind === text,
  value: (said, text) => said.value === text,
  reason: (said, text) => said.reasons.includes(text),
  participant: (said, text) => said.participantId === text,
  invite: (said, text) => said.inviteId === text,
  language: (said, text) => said.language === text,
  search: (said, text) => said.words.has(text),
  correction: (said, text) => said.hasCorrection === (text === 'true'),
  comment: (said, text) => said.hasComment === (text === 'true'),
  questionType: (said, text) =>
    (/[\p{L}\p{N}_]+/u.exec(said.question)?.[0] ?? '').toLowerCase() === text,
  minQuestionLength: (said, text) => said.question.length >= Number(text),
  maxQuestionLength: (said, text) => said.question.length < Number(text),
  minAnswerLength: (said, text) => said.answer.length >= Number(text),
  maxAnswerLength: (said, text) => said.answer.length < Number(text),
};

/** A model in a version: both conditions meet in one answer. */
function matches(said: Said, { current = 'true', version, ...query }: Query): boolean {
  if (said.excluded) return false;
  if (current === 'true' && !said.current) return false;
  if (current === 'true' && !query['value'] && said.value === 'undo') return false;
  if (version !== undefined) {
    const wanted = ({ name, version: its }: Said['models'][number]) =>
      its === Number(version) && (query['model'] === undefined || name === query['model']);
    if (!said.models.some(wanted)) return false;
  }
  return Object.entries(query).every(([name, text]) => RULES[name]?.(said, text));
}

const anyFilter = () => {
  const { choices } = explored;
  const one = (values: readonly string[]) => fc.constantFrom(...values);
  return fc.record(
    {
      from: one(choices.moments),
      to: one(choices.moments),
      chatbot: one([...choices.chatbots, 'no-such']),
      model: one([...choices.models, 'no-such']),
      version: one(['1', '2']),
      mode: one(['vote', 'rank', 'none']),
      kind: one(['vote', 'ranking', 'correction', 'comment']),
      value: one(['up', 'down', 'a_better', 'b_better', 'tie', 'both_bad', 'given', 'undo']),
      reason: one(['rude', 'clear', 'unknown']),
      participant: one(choices.participants),
      invite: one([choices.invite, newId()]),
      language: one(['en', 'de', 'fr']),
      search: one(['tree', 'river', 'sauber', 'nowhere']),
      correction: one(['true', 'false']),
      comment: one(['true', 'false']),
      questionType: one(['what', 'how', 'übung', '']),
      minQuestionLength: one(['0', '20', '60']),
      maxQuestionLength: one(['20', '60', '400']),
      minAnswerLength: one(['0', '100', '250']),
      maxAnswerLength: one(['100', '500']),
      current: one(['true', 'false']),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Query>;
};
/** Few at a time, else hardly anything matches. */
const someFilters = () =>
  fc
    .tuple(anyFilter(), fc.nat({ max: 3 }), fc.infiniteStream(fc.nat()))
    .map(([filter, keep, draws]) => {
      const entries = Object.entries(filter);
      const kept = [...draws.take(keep)].flatMap((draw) => {
        const entry = entries[draw % Math.max(1, entries.length)];
        return entry ? [entry] : [];
      });
      return Object.fromEntries(kept);
    });

test('any combination of filters gives the rows that a plain search gives, and their count', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(someFilters(), async (query) => {
      const wanted = explored.said.filter((said) => matches(said, query)).map(({ id }) => id);
      const { items, total, totalIsExact } = await list(query);

      expect(items.map(({ id }) => id).sort()).toEqual(wanted.sort());
      expect({ total, totalIsExact }).toEqual({ total: wanted.length, totalIsExact: true });
      found += Number(wanted.length > 0);
    }),
    { numRuns: 150 },
  );
  // The property would hold of nothing but empty lists too.
  expect(found).toBeGreaterThan(40);
});

test.each(Object.keys(RULES))(
  'the filter %s matches some rows and leaves others out',
  async (name) => {
    const { choices } = explored;
    const examples: Query = {
      from: choices.moments[1] ?? '',
      to: choices.moments[1] ?? '',
      chatbot: choices.chatbots[0] ?? '',
      model: choices.models[0] ?? '',
      mode: 'rank',
      kind: 'correction',
      value: 'up',
      reason: 'rude',
      participant: choices.participants[0] ?? '',
      invite: choices.invite,
      language: 'de',
      search: 'river',
      correction: 'true',
      comment: 'true',
      questionType: 'how',
      minQuestionLength: '60',
      maxQuestionLength: '60',
      minAnswerLength: '250',
      maxAnswerLength: '250',
    };
    const { total } = await list({ [name]: examples[name] ?? '' });
    const all = (await list()).total;

    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(all);
  },
);

/** The filter that the link of a bar sets; its own ones go. */
function chosenBars({ values, questionTypes, questionLengths, answerLengths }: FeedbackFacets) {
  const lengths = (name: string, bars: FeedbackFacets['answerLengths']['bars']) =>
    bars.map(({ min, max, count }) => ({
      count,
      chosen: {
        [`min${name}Length`]: String(min),
        [`max${name}Length`]: max === null ? undefined : String(max),
      },
    }));
  return [
    ...values.bars.map(({ kind, value, count }) => ({ count, chosen: { kind, value } })),
    ...questionTypes.bars.map(({ type, count }) => ({ count, chosen: { questionType: type } })),
    ...lengths('Question', questionLengths.bars),
    ...lengths('Answer', answerLengths.bars),
  ];
}

test('the number of every bar is the number of rows once it is chosen, whatever else is', async () => {
  await fc.assert(
    fc.asyncProperty(someFilters(), async (query) => {
      for (const { count, chosen } of chosenBars(await facets(query))) {
        const merged = Object.entries({ ...query, ...chosen }).filter(
          ([, text]) => text !== undefined,
        );
        const { total } = await list(Object.fromEntries(merged) as Query);
        expect({ chosen, total }).toEqual({ chosen, total: count });
      }
    }),
    { numRuns: 6 },
  );
});

test('the table of facts is what its definition says, after changes, undos and late commands', async () => {
  const [difference] = await dataSource.query<{ count: number }[]>(
    `select count(*)::int as count from (
       (select * from feedback_fact except select * from feedback_fact_source) union all
       (select * from feedback_fact_source except select * from feedback_fact)) d`,
  );
  const [current] = await dataSource.query<{ wrong: number; facts: number }[]>(
    `select count(*) filter (where f.current <> (c.feedback_id is not null))::int as wrong, count(*)::int as facts
     from feedback_fact f left join current_feedback c on c.feedback_id = f.feedback_id`,
  );

  expect(difference).toEqual({ count: 0 });
  expect(current).toEqual({ wrong: 0, facts: explored.said.length });
});

test('conversations match when their messages, answers or feedback do', async () => {
  const conversations = async (query: Query) => {
    const { items, total } = listConversationRecords.response!.parse(
      await records.listConversations(asked(query)),
    );
    expect(total).toBe(items.length);
    return items.map(({ id }) => id).sort();
  };
  const withFeedback = (query: Query) =>
    [
      ...new Set(
        explored.said
          .filter((said) => matches(said, query))
          .map(({ conversationId }) => conversationId),
      ),
    ].sort();

  for (const query of [
    { value: 'down' },
    { kind: 'ranking', value: 'tie' },
    { reason: 'rude' },
    { questionType: 'how', language: 'de' },
    { value: 'up', model: explored.choices.models[0] ?? '' },
    { value: 'up', current: 'false' },
  ] as Query[])
    expect(await conversations(query)).toEqual(withFeedback(query));
  expect(await conversations({})).toEqual(explored.conversationIds());
  expect(await conversations({ model: 'no-such' })).toEqual([]);
  const found = await conversations({ search: 'river' });
  expect(found.length).toBeGreaterThan(0);
  expect(found).toEqual(explored.conversationIds((words) => words.has('river')));
});

test('words that are frequent are found by the other statement too', async () => {
  const repository = new RecordsRepository(new Transactions(dataSource));
  const filter = { current: true, search: 'river' };
  const query = asked({ search: 'river' });

  const rare = await records.list(query);
  expect(await repository.count(filter)).toBe(rare.total);
  expect(await repository.countConversations(filter)).toBe(
    (await records.listConversations(query)).total,
  );
  expect(rare.total).toBeGreaterThan(0);
});

test('pages of conversations hold each once, the latest first', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await records.listConversations(
      listConversationRecords.query!.parse({ limit: '7', ...(cursor ? { cursor } : {}) }),
    );
    seen.push(...page.items.map(({ createdAt, id }) => `${createdAt} ${id}`));
    cursor = page.nextCursor;
  } while (cursor);

  expect(seen).toEqual([...new Set(seen)].sort().reverse());
  expect(seen).toHaveLength(explored.conversationIds().length);
});

test('CSV has every row, CRLF, quoted texts, and no formula', async () => {
  const query = downloadFeedback.query!.parse({ current: 'false' });
  async function* rows() {
    for await (const row of records.allFeedback(query))
      yield feedbackCsvRow({ ...row, promptExcerpt: '=cmd()|"a", b\nc' });
  }
  let text = '';
  for await (const part of toCsv(rows(), feedbackColumns)) text += String(part);
  const lines = text.split('\r\n');

  expect(lines[0]?.charCodeAt(0)).toBe(0xfeff);
  expect(lines[0]).toContain('createdAt,kind,value');
  expect(lines.length - 2).toBe((await list({ current: 'false' })).total);
  expect(lines[1]).toContain(`"'=cmd()|""a"", b\nc"`);
});
