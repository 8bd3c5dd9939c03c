import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  auditEntry,
  answerFailureKind,
  candidateState,
  chatbotAccess,
  datasetKind,
  datasetState,
  erasedBy,
  feedbackKind,
  feedbackMode,
  finishReason,
  modelRole,
  participantKind,
  rankingChoice,
  rankingStrength,
  savedFilterView,
  side,
  trainingMethod,
  trainingState,
  turnState,
  userRole,
  voteChoice,
} from '@koi/contracts';
import { testDatabase, type TestDatabase } from '@koi/testing';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source.js';
import { migrateDatabase } from './migrate.js';
import { migrations } from './migrations/index.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeEach(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url, poolSize: 2 });
  await dataSource.initialize();
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Everything of koi's schema but the list of migrations. */
const objects = () =>
  dataSource.query<{ kind: string; name: string }[]>(
    `select c.relkind::text as kind, c.relname as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relname not like '%schema_migration%'
     union all
     select 'f', p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'public'
     union all
     select 't', t.tgname from pg_trigger t where not t.tgisinternal
     order by 1, 2`,
  );

async function undoAll(): Promise<void> {
  for (const _ of migrations) await dataSource.undoLastMigration({ transaction: 'each' });
}

test('up, down and up again: nothing stays behind, and the same comes back', async () => {
  await migrateDatabase(database.url);
  const first = await objects();
  await undoAll();
  const between = await objects();
  await migrateDatabase(database.url);

  expect(first.length).toBeGreaterThan(30);
  expect(between).toEqual([]);
  expect(await objects()).toEqual(first);
});

test('the migrated schema is what the entities say', async () => {
  await migrateDatabase(database.url);

  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();

  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

test('migrations started at once do not collide: each runs once', async () => {
  const ran = await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url)));

  expect(ran.flat().sort()).toEqual(migrations.map(({ name }) => name).sort());
});

test('migrating again changes nothing', async () => {
  await migrateDatabase(database.url);

  expect(await migrateDatabase(database.url)).toEqual([]);
});

describe('CHECK constraints', () => {
  let migrated: TestDatabase;
  let checks: Map<string, string>;

  beforeEach(async () => {
    migrated ??= await testDatabase();
    if (checks) return;
    await migrateDatabase(migrated.url);
    const source = createDataSource({ url: migrated.url, poolSize: 1 });
    await source.initialize();
    const rows = await source.query<{ name: string; definition: string }[]>(
      `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
       where contype = 'c' and connamespace = 'public'::regnamespace`,
    );
    await source.destroy();
    checks = new Map(rows.map(({ name, definition }) => [name, definition]));
  });

  afterAll(() => migrated.drop());

  /** The texts a constraint names, without the one that stands before it as a condition. */
  const allowed = (name: string): string[] =>
    [...(checks.get(name)?.match(/ARRAY\[[^\]]*\]/)?.[0] ?? '').matchAll(/'([^']*)'/g)].map(
      ([, value]) => value ?? '',
    );

  test.each([
    ['ck_candidate_state', candidateState.options],
    ['ck_candidate_side', side.options],
    ['ck_candidate_failure_kind', answerFailureKind.options],
    ['ck_candidate_finish_reason', finishReason.options],
    ['ck_turn_state', turnState.options],
    ['ck_turn_feedback_mode', feedbackMode.options],
    ['ck_chatbot_feedback_mode', feedbackMode.options],
    ['ck_chatbot_model_role', modelRole.options],
    ['ck_dataset_kind', datasetKind.options],
    ['ck_dataset_version_state', datasetState.options],
    ['ck_training_run_state', trainingState.options],
    ['ck_training_run_method', trainingMethod.options],
    ['ck_feedback_vote', voteChoice.options],
    ['ck_feedback_ranking', rankingChoice.options],
    ['ck_feedback_kind', feedbackKind.options],
    ['ck_participant_kind', participantKind.options],
    ['ck_chatbot_access', chatbotAccess.options],
    ['ck_invite_feedback_mode', feedbackMode.options],
    ['ck_erasure_erased_by', erasedBy.options],
    ['ck_feedback_strength', rankingStrength.options],
    ['ck_chatbot_model_file_role', modelRole.options],
    ['ck_audit_entry_action', auditEntry.shape.action.options],
    ['ck_saved_filter_view', savedFilterView.options],
    ['ck_audit_entry_subject', auditEntry.shape.subjectKind.options],
    ['ck_dashboard_user_role', userRole.options],
    ['ck_refused_feedback_kind', feedbackKind.options],
  ])('%s names what the contracts name', (name, options) => {
    expect(allowed(name).sort()).toEqual([...options].sort());
  });

  test('there is no CHECK that this test does not know', () => {
    const others = [
      'ck_feedback_words',
      'ck_feedback_reasons',
      'ck_model_source',
      'ck_chatbot_source',
    ];

    const known = [...checks.keys()].filter((name) => allowed(name).length > 0);

    expect(known).toHaveLength(26 + others.length);
    expect(known).toEqual(expect.arrayContaining(others));
  });
});
