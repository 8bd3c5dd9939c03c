import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { createDataSource } from '@koi/database';
import { queueBackend, type QueueBackend } from '@koi/queues';
import { waitFor, type FakeUpstream } from '@koi/testing';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { DataSource } from 'typeorm';
import { newcomer, startBrowser, type Tab } from '../stack/browser.js';
import { koiYaml } from '../stack/koi-yaml.js';
import { Participant } from '../stack/participant.js';
import { RunningKoi } from '../stack/running-koi.js';
import { TeamMember } from '../stack/team-member.js';
import { upstream } from '../stack/upstream.js';

const seed = fileURLToPath(new URL('../../bench/seed.mjs', import.meta.url));

/** One koi for all tests of the dashboard, with some hundred rows that the seed of the benchmarks writes, and Chromium. */
export class SeededKoi {
  private constructor(
    readonly koi: RunningKoi,
    readonly browser: Browser,
    /** Its Postgres. */
    readonly rows: DataSource,
    private readonly models: FakeUpstream,
  ) {}

  static async start(): Promise<SeededKoi> {
    const [browser, models] = await Promise.all([startBrowser(), upstream()]);
    const koi = await RunningKoi.start({ config: koiYaml(models.baseUrl) });
    const url = await koi.databaseUrl();
    await promisify(execFile)(process.execPath, [
      seed,
      ...['--database', url, '--conversations', '120'],
    ]);
    const rows = await createDataSource({ url, poolSize: 2 }).initialize();
    // Half of the models cost euros, the others dollars, as the price list of each day would have it.
    await rows.query(
      `update candidate c set cost_currency = case m.name < 'seed-06' when true then 'EUR' else 'USD' end,
              cost = (c.prompt_tokens + 3 * c.completion_tokens) / 1e6
       from model m where m.id = c.model_id`,
    );
    const seeded = new SeededKoi(koi, browser, rows, models);
    await seeded.rollUp();
    return seeded;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.rows.destroy();
    await this.koi.remove();
    await this.models.stop();
  }

  /** Comes by the link of the start, to the Overview page. */
  async open(options: BrowserContextOptions = {}): Promise<Tab> {
    const tab = await newcomer(this.browser, options);
    await tab.page.goto(this.koi.dashboardLink);
    await tab.page.getByRole('heading', { name: 'Overview' }).waitFor();
    return tab;
  }

  /** Its queues. Close the backend after use. */
  async queues(): Promise<QueueBackend> {
    const env = parseEnv(await readFile(join(this.koi.directory, '.koi/connection.env'), 'utf8'));
    return queueBackend({ databaseUrl: env['DATABASE_URL'] ?? '' });
  }

  /** Somebody of the team, by HTTP alone. */
  team(): Promise<TeamMember> {
    return TeamMember.signIn(this.koi.dashboardUrl, this.koi.dashboardToken);
  }

  /** Somebody sends a message and judges the answer, if there is one. */
  async say(text: string, value?: 'up' | 'down'): Promise<Participant> {
    const person = await Participant.enter(this.koi.chatUrl);
    const { turn } = await person.begin('helper', text);
    await person.read(turn.id);
    if (value) await person.vote(turn.candidates[0]!.id, value);
    return person;
  }

  /** Somebody compares two answers. */
  async compare(
    text: string,
    outcome: 'a_better' | 'b_better' | 'tie' | 'both_bad',
    chatbot = 'duel',
  ): Promise<void> {
    const person = await Participant.enter(this.koi.chatUrl);
    const { turn } = await person.begin(chatbot, text);
    await person.read(turn.id);
    await person.rank(turn.id, outcome);
  }

  /** The rollups of what the seed wrote past the services. */
  private async rollUp(): Promise<void> {
    await this.rows.query(`
      insert into dirty_bucket (bucket)
      select distinct date_trunc('minute', moment, 'UTC') from (
        select created_at as moment from conversation union all select created_at from turn
        union all select created_at from candidate union all select accepted_at from current_feedback) moments`);
    await waitFor(
      async () =>
        (await this.rows.query<object[]>(`select from dirty_bucket limit 1`)).length === 0,
      { what: 'the rollups', timeoutMs: 60_000, everyMs: 100 },
    );
  }
}
