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
import { ExploredDatabase, type Said, type Talk } from '../../test/explored-database.js';
import { toCsv } from '../csv/to-csv.js';
import { countConversationsWithWordsSql } from './conversations-query.js';
import { feedbackColumns, feedbackCsvRow } from './csv.js';
import { toFacets } from './facets-query.js';
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

const differences = async (table: string): Promise<number | undefined> => {
  const [row] = await dataSource.query<{ count: number }[]>(
    `select count(*)::int as count from (
       (select * from ${table} except select * from ${table}_source) union all
       (select * from ${table}_source except select * from ${table})) d`,
  );
  return row?.count;
};

test('facts of conversations are what their definition says, when a model stands in for another too', async () => {
  expect(await differences('conversation_fact')).toBe(0);
  const [answer] = await dataSource.query<{ id: string; other: string }[]>(
    `select c.id, m.id as other from candidate c join model m on m.id <> c.model_id limit 1`,
  );
  const stand = `update candidate set model_id = $2, model_version = 7 where id = $1 returning model_id`;

  await dataSource
    .transaction(async (tx) => {
      const before = await tx.query<unknown[]>(`select * from conversation_fact order by 1`);
      await tx.query(stand, [answer?.id, answer?.other]);
      const after = await tx.query<unknown[]>(`select * from conversation_fact order by 1`);
      expect(after).not.toEqual(before);
      // A later message in another mode, and one that stands before all others.
      for (const id of [newId(), '00000000-0000-7000-8000-000000000001'])
        await tx.query(
          `insert into turn (id, conversation_id, text, feedback_mode, idempotency_key)
         select $1, conversation_id, '', 'none', gen_random_uuid() from turn where feedback_mode = 'vote' limit 1`,
          [id],
        );
      const last = await tx.query<{ mode: string }[]>(`select * from conversation_fact order by 1`);
      expect(last.filter(({ mode }) => mode === 'none')).toHaveLength(1);
      expect(last).toEqual(await tx.query(`select * from conversation_fact_source order by 1`));
      throw new Error('undo');
    })
    .catch((error: Error) => {
      if (error.message !== 'undo') throw error;
    });
});

test('facts of feedback are what their definition says, after changes, undos and late commands', async () => {
  const difference = await differences('feedback_fact');
  const [current] = await dataSource.query<{ wrong: number; facts: number }[]>(
    `select count(*) filter (where f.current <> (c.feedback_id is not null))::int as wrong, count(*)::int as facts
     from feedback_fact f left join current_feedback c on c.feedback_id = f.feedback_id`,
  );

  expect(difference).toBe(0);
  expect(current).toEqual({ wrong: 0, facts: explored.said.length });
});

const STATEMENT = ['kind', 'value', 'reason', 'questionType', 'Length'];

/** The filters of a conversation, in plain words; those of statements hold of one statement in it. */
function holds(talk: Talk, query: Query): boolean {
  const { from, to, chatbot, participant, invite, language, search, correction, comment, ...rest } =
    query;
  const said = explored.said.filter(({ conversationId }) => conversationId === talk.id);
  const has = (kind: 'correction' | 'comment') =>
    said.some((one) => one.kind === kind && one.current && one.value === 'given');
  if (talk.excluded) return false;
  if (from !== undefined && talk.createdAt < new Date(from)) return false;
  if (to !== undefined && talk.createdAt >= new Date(to)) return false;
  if (chatbot !== undefined && talk.chatbot !== chatbot) return false;
  if (participant !== undefined && talk.participantId !== participant) return false;
  if (invite !== undefined && talk.inviteId !== invite) return false;
  if (language !== undefined && talk.language !== language) return false;
  if (search !== undefined && !talk.words.has(search)) return false;
  if (correction !== undefined && has('correction') !== (correction === 'true')) return false;
  if (comment !== undefined && has('comment') !== (comment === 'true')) return false;
  if (STATEMENT.some((part) => Object.keys(rest).some((name) => name.includes(part))))
    return said.some((one) => matches(one, rest));
  if (rest['mode'] !== undefined && talk.mode !== rest['mode']) return false;
  const { model, version } = rest;
  return (
    (model === undefined && version === undefined) ||
    talk.models.some(
      ({ name, version: its }) =>
        (model === undefined || name === model) &&
        (version === undefined || its === Number(version)),
    )
  );
}

test('any combination of filters gives the conversations that a plain search gives, and their count', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(someFilters(), async (query) => {
      const wanted = explored.talks.filter((talk) => holds(talk, query)).map(({ id }) => id);
      const { items, total, totalIsExact } = listConversationRecords.response!.parse(
        await records.listConversations(asked(query)),
      );

      expect(items.map(({ id }) => id).sort()).toEqual(wanted.sort());
      expect({ total, totalIsExact }).toEqual({ total: wanted.length, totalIsExact: true });
      found += Number(wanted.length > 0);
    }),
    { numRuns: 150 },
  );
  expect(found).toBeGreaterThan(40);
});

test('words that are frequent are found by the other statements too', async () => {
  const repository = new RecordsRepository(new Transactions(dataSource));
  for (const more of [{}, { chatbot: 'pond' }, { value: 'up', kind: 'vote' }] as Query[]) {
    const filter = { ...more, current: true, search: 'river' };
    const query = asked({ search: 'river', ...more });

    const rare = await records.list(query);
    const bars = await records.facets(query);
    const talks = await records.listConversations(query);
    for (const searchMatches of ['few', 'some', 'many'] as const) {
      expect(await repository.count({ ...filter, searchMatches })).toBe(rare.total);
      expect(toFacets(await repository.facets({ ...filter, searchMatches }), 5_000)).toEqual(bars);
      const rows = await repository.page({ ...filter, searchMatches }, undefined, 200);
      expect(rows.map(({ id }) => id)).toEqual(rare.items.map(({ id }) => id));
      const matching = await repository.countConversations({ ...filter, searchMatches });
      expect(matching.total).toBe(talks.total);
      for (const known of [undefined, matching, { total: 5_001, ids: null }]) {
        const page = await repository.conversationsPage(
          { ...filter, searchMatches },
          undefined,
          200,
          known,
        );
        expect(page.map(({ id }) => id)).toEqual(talks.items.map(({ id }) => id));
      }
    }
    expect(rare.total).toBeGreaterThan(0);
    expect(talks.total).toBeGreaterThan(0);
  }
});

test('few turns with the words are counted, more are estimated, by what Postgres knows of words', async () => {
  const repository = new RecordsRepository(new Transactions(dataSource));
  await dataSource.query('analyze turn_search');
  const share = async (words: string) => {
    const [row] = await dataSource.query<{ share: number }[]>(
      `select avg((document @@ websearch_to_tsquery('simple', $1))::int)::float8 as share from turn_search`,
      [words],
    );
    return row?.share ?? 0;
  };
  for (const words of ['river', 'sauber', 'river or sauber or -river']) {
    const isMost = (await share(words)) >= 0.6;
    expect(await repository.matchingTurns(words)).toBe('few');
    expect(await repository.matchingTurns(words, { few: 0, many: 0 })).toBe('many');
    expect(await repository.matchingTurns(words, { few: 0, many: 1.1 })).toBe('some');
    expect(await repository.matchingTurns(words, { few: 0, many: 0.6 })).toBe(
      isMost ? 'many' : 'some',
    );
  }
  expect(await repository.matchingTurns('nowhere', { few: 0, many: 0 })).toBe('few');
});

test('documents lie out of line, however short, once words were added too', async () => {
  const [row] = await dataSource.query<{ turns: number; inline: number }[]>(
    `select count(*)::int as turns, count(*) filter (where pg_column_toast_chunk_id(document) is null)::int as inline
     from turn_search where pg_column_size(document) > 100`,
  );

  expect(row?.turns).toBeGreaterThan(0);
  expect(row?.inline).toBe(0);
});

test('conversations with words are counted from as many turns as asked for', async () => {
  const count = async (rows: number | null) => {
    const { text, parameters } = countConversationsWithWordsSql('river', rows);
    const [row] = await dataSource.query<{ total: number; read: number }[]>(text, parameters);
    return row ?? { total: 0, read: 0 };
  };
  const talks = explored.talks.filter(({ words, excluded }) => words.has('river') && !excluded);
  const all = await count(null);

  expect(all.total).toBe(talks.length);
  expect(all.read).toBeGreaterThan(all.total);
  expect(await count(all.read)).toEqual(all);
  expect((await count(3)).read).toBe(3);
  expect((await count(3)).total).toBeLessThanOrEqual(3);
});

test('few conversations with feedback are looked up, many are asked in their order: the pages are the same', async () => {
  const repository = new RecordsRepository(new Transactions(dataSource));
  for (const filter of [
    { current: true, value: 'down' as const },
    { current: false, kind: 'vote' as const, from: explored.choices.moments[1] ?? '' },
    { current: true, correction: true, questionType: 'how', language: 'de' },
  ]) {
    const known = await repository.countConversations(filter);
    expect(known.ids).toHaveLength(known.total);
    const few = await repository.conversationsPage(filter, undefined, 200, known);
    const many = await repository.conversationsPage(filter, undefined, 200, {
      total: 1_000_000,
      ids: null,
    });

    expect(few).toEqual(many);
    expect(few.length).toBeGreaterThan(0);
  }
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
