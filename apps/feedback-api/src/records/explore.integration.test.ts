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
import { ExploredDatabase } from '../../test/explored-database.js';
import { FILTERS, holds, matches, someFilters, type Query } from '../../test/explored-filters.js';
import { toCsv } from '../csv/to-csv.js';
import { decodeCursor, pageOfRows, type Keyset } from '../paging/keyset-cursor.js';
import { countConversationsWithWordsSql } from './conversations-query.js';
import { feedbackColumns, feedbackCsvRow } from './csv.js';
import { RecordsRepository } from './records.repository.js';
import { RecordsService } from './records.service.js';
import { WordSearch } from './word-search.js';

let database: TestDatabase;
let dataSource: DataSource;
let records: RecordsService;
let explored: ExploredDatabase;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  records = new RecordsService(repositoryWith());
  explored = await ExploredDatabase.fill(dataSource);
}, 30_000);

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** With other limits of the search for words than the real ones. */
function repositoryWith(limits: Partial<WordSearch['limits']> = {}): RecordsRepository {
  const transactions = new Transactions(dataSource);
  const words = new WordSearch(transactions);
  Object.assign(words.limits, limits);
  return new RecordsRepository(transactions, words);
}

const asked = (query: Query) => listFeedback.query!.parse({ ...query, limit: '200' });
const list = async (query: Query = {}) =>
  listFeedback.response!.parse(await records.list(asked(query)));
const facets = async (query: Query) =>
  feedbackFacets.parse(await records.facets(downloadFeedback.query!.parse(query)));

test('any combination of filters gives the rows that a plain search gives, and their count', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(someFilters(explored), async (query) => {
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

test.each(FILTERS)('the filter %s matches some rows and leaves others out', async (name) => {
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
    version: '2',
  };
  const { total } = await list({ [name]: examples[name] ?? '' });
  const all = (await list()).total;

  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThan(all);
});

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
    fc.asyncProperty(someFilters(explored), async (query) => {
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

test('any combination of filters gives the conversations that a plain search gives, and their count', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(someFilters(explored), async (query) => {
      const wanted = explored.talks
        .filter((talk) => holds(explored, talk, query))
        .map(({ id }) => id);
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

/** Each way to search for words, forced: by what it takes for few, and by how far is looked before all turns are read. */
const WAYS: Record<string, Partial<WordSearch['limits']>> = {
  'few turns': { many: 2, few: 1_000_000 },
  'some turns': { many: 2, few: -1 },
  'many turns': { many: 0 },
  'many turns, among the latest rows in vain': {
    ...{ many: 0, looked: 3, conversationsLooked: 2, lookedPerRow: 0 },
  },
};

/** Some rows match these; of others that are drawn, some do. */
const FOUND: [Query, string][] = [
  [{}, 'river'],
  [{ chatbot: 'pond' }, 'river'],
  [{ kind: 'vote', value: 'up' }, 'river'],
];

test.each(Object.keys(WAYS))(
  'words beside any filters give what a plain search gives, by the way for %s',
  async (way) => {
    const forced = new RecordsService(repositoryWith(WAYS[way]));
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        someFilters(explored),
        fc.constantFrom('tree', 'river', 'sauber', 'nowhere'),
        async (filters, search) => {
          const query = { ...filters, search };
          const said = explored.said.filter((one) => matches(one, query)).map(({ id }) => id);
          const talks = explored.talks.filter((one) => holds(explored, one, query));
          const rows = await forced.list(asked(query));
          const conversations = await forced.listConversations(asked(query));
          const bars = await forced.facets(downloadFeedback.query!.parse(query));

          expect(rows.items.map(({ id }) => id).sort()).toEqual(said.sort());
          expect(rows.total).toBe(said.length);
          expect(conversations.items.map(({ id }) => id).sort()).toEqual(
            talks.map(({ id }) => id).sort(),
          );
          expect(conversations.total).toBe(talks.length);
          expect(bars).toEqual(await facets(query));
          found += Number(said.length > 0 && talks.length > 0);
        },
      ),
      { numRuns: 20, examples: FOUND },
    );
    expect(found).toBeGreaterThanOrEqual(FOUND.length);
  },
);

test.each(Object.keys(WAYS))(
  'pages of words that more rows have than are counted follow one another, by the way for %s',
  async (way) => {
    const repository = repositoryWith(WAYS[way]);
    const filter = { current: true, search: 'river' };
    const more = { ...filter, searchMatches: await repository.matchingTurns('river') };
    const walk = async (
      read: (after?: Keyset) => Promise<readonly (Keyset & { id: string })[]>,
    ) => {
      const ids: string[] = [];
      let after: Keyset | undefined;
      do {
        const { rows, nextCursor } = pageOfRows(await read(after), 7);
        ids.push(...rows.map(({ id }) => id));
        after = nextCursor === null ? undefined : decodeCursor(nextCursor);
      } while (after);
      return ids;
    };
    const many = { total: 5_001, ids: null };
    const feedback = await walk((after) =>
      repository.page(more, after, 7, after && { ...many, ids: [] }),
    );
    const talks = await walk((after) => repository.conversationsPage(more, after, 7, many));

    expect(feedback).toEqual((await list({ search: 'river' })).items.map(({ id }) => id));
    expect(feedback.length).toBeGreaterThan(14);
    const { items } = await records.listConversations(asked({ search: 'river' }));
    expect(talks).toEqual(items.map(({ id }) => id));
  },
);

test('turns with the words are many by the latest of them, and few by their count', async () => {
  const ways = (limits: Partial<WordSearch['limits']>, words: string) =>
    repositoryWith(limits).matchingTurns(words);
  const [row] = await dataSource.query<{ share: number; found: number }[]>(
    `select avg(has::int)::float8 as share, count(*) filter (where has)::int as found
     from (select document @@ 'river'::tsquery as has from turn_search) t`,
  );
  const { share, found } = row ?? { share: 0, found: 0 };
  expect(share).toBeGreaterThan(0.1);
  expect(share).toBeLessThan(0.9);

  expect(await ways({ many: share }, 'river')).toBe('many');
  expect(await ways({ many: share + 0.01, few: found }, 'river')).toBe('few');
  expect(await ways({ many: share + 0.01, few: found - 1 }, 'river')).toBe('some');
  expect(await ways({ many: 0.1 }, '-river')).toBe('many');
  expect(await ways({ few: 0 }, 'nowhere')).toBe('few');
  // Of one turn a word is in all or in none.
  const latest = await ways({ sampled: 1, many: 0.5, few: 0 }, 'river');
  const [last] = await dataSource.query<{ has: boolean }[]>(
    `select document @@ 'river'::tsquery as has from turn_search order by turn_id desc limit 1`,
  );
  expect(latest).toBe(last?.has ? 'many' : 'some');
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
  const repository = repositoryWith();
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
  // Else the id beside the moment would not be needed.
  const moments = seen.map((place) => place.split(' ')[0]);
  expect(moments[6]).toBe(moments[7]);
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
