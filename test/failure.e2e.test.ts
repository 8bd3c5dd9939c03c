import { mkdtemp, chmod, rm, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TurnView } from '@koi/contracts';
import { EmbeddedPostgres } from '@koi/embedded';
import { ProblemError } from '@koi/sdk/client';
import {
  chromiumAvailable,
  describeWithRedis,
  startRedis,
  waitFor,
  type FakeUpstream,
  type TestRedis,
} from '@koi/testing';
import { newcomer, startBrowser } from './stack/browser.js';
import { koiYaml } from './stack/koi-yaml.js';
import { Participant } from './stack/participant.js';
import { PersistentReader } from './stack/persistent-reader.js';
import { seeded } from './stack/population.js';
import { RunningKoi } from './stack/running-koi.js';
import { ServiceProcess } from './stack/service-process.js';
import { answerOf, SLOWLY, upstream } from './stack/upstream.js';

// Real: everything `koi up` starts, a second gateway, a Postgres and a Redis that go down. Fake: the models' server.
/** Shorter than the answers of 180 words that are written meanwhile. */
const OUTAGE_MS = 10_000;
const COOKIE_SECRET = 'a-secret-of-more-than-thirty-two-characters';

for (const withRedis of [false, true]) {
  const name = `when something goes down, queues in ${withRedis ? 'Redis' : 'Postgres'}`;
  (withRedis ? describeWithRedis : describe)(name, () => {
    const cleanUps: (() => Promise<unknown>)[] = [];
    let models: FakeUpstream;
    let postgres: EmbeddedPostgres;
    let redis: TestRedis | undefined;
    let koi: RunningKoi;
    let replicaUrl: string;

    beforeAll(async () => {
      models = await upstream();
      cleanUps.push(() => models.stop());
      const directory = await mkdtemp(join(tmpdir(), 'koi-failure-'));
      await chmod(directory, 0o755);
      cleanUps.push(() => rm(directory, { recursive: true, force: true }));
      postgres = new EmbeddedPostgres({ directory, orphanGraceSeconds: 0 });
      await postgres.start();
      cleanUps.push(() => postgres.stop());
      redis = withRedis ? await startRedis() : undefined;
      if (redis) cleanUps.push(redis.stop);
      const databaseUrl = await postgres.createDatabase('koi');
      const env = {
        DATABASE_URL: databaseUrl,
        KOI_COOKIE_SECRET: COOKIE_SECRET,
        KOI_FEEDBACK_WAIT_MS: '1000',
      };
      koi = await RunningKoi.start({
        config: koiYaml(models.baseUrl),
        redisUrl: redis?.url,
        env,
      });
      cleanUps.push(() => koi.remove());
      const replica = new ServiceProcess('gateway', { ...env, REDIS_URL: redis?.url });
      cleanUps.push(() => replica.end('SIGKILL'));
      replicaUrl = await replica.start();
    }, 120_000);
    afterAll(async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    }, 60_000);

    /** A turn whose answer takes some seconds, and its reader, who has the beginning of it. */
    async function reading(chatbot: string, message: string) {
      const person = await Participant.enter(koi.chatUrl);
      const { turn } = await person.begin(chatbot, message);
      const reader = new PersistentReader([person, person.at(replicaUrl)], turn.id);
      await waitFor(() => reader.length > 100, { what: 'the beginning of the answer' });
      return { person, turn, reader };
    }

    /** The reader has what Postgres has, which is all the model wrote, and was told of one end. */
    async function expectWhole(
      { person, turn, reader }: Awaited<ReturnType<typeof reading>>,
      message: string,
    ) {
      const { texts, ends, resets, breaks, losses } = await reader.whole;
      // Not at the gateway of the launcher: one that was killed may be slower to come back than the answer to be whole.
      const stored = await person.at(replicaUrl).turn(turn.id);
      expect(stored.state).toBe('completed');
      for (const { id, text, state } of stored.candidates) {
        expect(state).toBe('completed');
        expect([answerOf('pine', message), answerOf('birch', message)]).toContain(text);
        expect(texts.get(id)).toBe(text);
      }
      expect(ends.filter(({ type }) => type === 'end')).toHaveLength(1);
      expect(ends.filter(({ type }) => type === 'done')).toHaveLength(turn.candidates.length);
      return { resets, breaks, losses };
    }

    /** Somebody at the page, where there is a browser, who has the beginning of an answer of 180 words. */
    async function atThePage(message: string) {
      if (!chromiumAvailable()) return undefined;
      const browser = await startBrowser();
      cleanUps.push(() => browser.close());
      const { page } = await newcomer(browser);
      await page.goto(`${koi.chatUrl}/c/helper`);
      await page.getByRole('textbox', { name: /message/i }).fill(message);
      await page.keyboard.press('Enter');
      const answer = page.getByRole('article', { name: 'Answer' });
      await answer.getByText('word5 ').waitFor();
      const reconnecting = page.getByText('Reconnecting…');
      return {
        reconnects: () => reconnecting.waitFor(),
        async hasAll() {
          await answer.getByText('word179').waitFor({ timeout: 60_000 });
          expect(await reconnecting.count()).toBe(0);
          await browser.close();
        },
      };
    }

    test('readers who break off anywhere and go on at any gateway all read the same', async () => {
      const message = `Broken connections, ${SLOWLY} in 60 words`;
      const talk = await reading('duel', message);
      const places = [talk.person, talk.person.at(replicaUrl)];
      const seeds = Array.from({ length: 8 }, (_, index) => index + 1);
      const readers = seeds.map((seed) => {
        const random = seeded(seed);
        const order = random() < 0.5 ? places : places.toReversed();
        return new PersistentReader(order, talk.turn.id, () => 1 + Math.floor(random() * 25));
      });

      for (const reader of readers) {
        const { resets } = await expectWhole({ ...talk, reader }, message);
        expect(resets).toBe(0);
      }
      const breaks = await Promise.all(readers.map(async ({ whole }) => (await whole).breaks));
      expect(Math.min(...breaks)).toBeGreaterThan(2);
    }, 60_000);

    test('a model-proxy that is killed: the answer begins again, and comes whole', async () => {
      const message = `Killed model-proxy, ${SLOWLY} in 60 words`;
      const talk = await reading('duel', message);
      process.kill(await koi.pidOf('model-proxy'), 'SIGKILL');

      const { resets } = await expectWhole(talk, message);

      expect(resets).toBe(2);
      expect(koi.said).toContain('model-proxy ended');
    }, 90_000);

    test('a gateway that is killed: the reader goes on at the other one, and nothing begins again', async () => {
      const message = `Killed gateway, ${SLOWLY} in 60 words`;
      const talk = await reading('helper', message);
      process.kill(await koi.pidOf('gateway'), 'SIGKILL');

      const { resets, breaks } = await expectWhole(talk, message);
      // The tests that follow begin at it.
      await waitFor(() => talk.person.turn(talk.turn.id), {
        what: 'the gateway to be back',
        timeoutMs: 60_000,
      });

      expect(resets).toBe(0);
      expect(breaks).toBeGreaterThan(0);
    }, 90_000);

    test('Postgres for ten seconds: no accepted message is lost, and readers know why nothing comes', async () => {
      const message = `No Postgres, ${SLOWLY} in 180 words`;
      const page = await atThePage(message);
      const talk = await reading('helper', message);
      const accepted = await Promise.all(
        [1, 2, 3].map((n) => talk.person.begin('helper', `${n}?`)),
      );
      await crash(postgres);
      const outage = attempts(talk.person, OUTAGE_MS);
      // Through Redis the answer comes all the same.
      if (!withRedis) await page?.reconnects();
      const during = await outage;
      await postgres.start();

      const { losses } = await expectWhole(talk, message);
      if (!withRedis) expect(losses).toBeGreaterThan(0);
      await page?.hasAll();
      expect(during.refused.length).toBeGreaterThan(0);
      expect(new Set(during.refused)).toEqual(new Set([503]));
      for (const { id } of [...accepted.map(({ turn }) => turn), ...during.accepted])
        await expectAnswered(talk.person, id);
    }, 120_000);

    if (withRedis)
      test('Redis for ten seconds: no accepted message is lost, and readers know why nothing comes', async () => {
        const message = `No Redis, ${SLOWLY} in 180 words`;
        const page = await atThePage(message);
        const talk = await reading('helper', message);
        await redis?.kill();
        const outage = attempts(talk.person, OUTAGE_MS);
        await page?.reconnects();
        const during = await outage;
        await redis?.restart();

        const { losses } = await expectWhole(talk, message);
        expect(losses).toBeGreaterThan(0);
        await page?.hasAll();
        expect(during.accepted.length).toBeGreaterThan(0);
        expect(during.refused).toEqual([]);
        for (const { id } of during.accepted) await expectAnswered(talk.person, id);
      }, 120_000);
  });
}

/** Ends Postgres as a crash does: at once, without writing what it has in memory. */
async function crash({ dataDirectory }: EmbeddedPostgres): Promise<void> {
  const pid = Number(
    (await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  process.kill(pid, 'SIGQUIT');
}

/** Sends messages until the time is over. */
async function attempts(
  person: Participant,
  forMs: number,
): Promise<{ accepted: TurnView[]; refused: number[] }> {
  const accepted: TurnView[] = [];
  const refused: number[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    try {
      accepted.push((await person.begin('helper', 'Are you there?')).turn);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refused.push(error.problem.status);
    }
    await sleep(500);
  }
  return { accepted, refused };
}

async function expectAnswered(person: Participant, turnId: string): Promise<void> {
  await waitFor(async () => (await person.turn(turnId)).state === 'completed', {
    what: 'an accepted message to be answered',
    timeoutMs: 60_000,
  });
}
