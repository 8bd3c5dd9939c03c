import { dashboardRoutes, type BodyOf } from '@koi/contracts';
import { createDataSource } from '@koi/database';
import { fakeUpstream, type FakeUpstream } from '@koi/testing';
import type { Browser, Page } from 'playwright-core';
import type { DataSource } from 'typeorm';
import { newcomer, startBrowser } from '../stack/browser.js';
import { RunningKoi } from '../stack/running-koi.js';
import { TeamMember } from '../stack/team-member.js';

const koiYaml = (baseUrl: string): string => `
version: 1
models:
  pine-model: { connector: openai-compatible, baseUrl: ${baseUrl}, model: vendor/pine-7b }
chatbots:
  helper: { title: Helper, feedback: vote, models: [pine-model] }
  study: { title: Study, feedback: vote, consent: We keep what you write., models: [pine-model] }
  hebrew: { title: עוזר הבריכה, description: שאלות על דגי קוי., welcome: שלום! שאלו אותי על הבריכה., starters: [How deep?], models: [pine-model] }
  ship: { title: ${'Donaudampfschifffahrtsgesellschaft'.repeat(2)}, description: ${'Kapitän'.repeat(20)}, models: [pine-model] }
  club: { title: Club, feedback: vote, access: invite, models: [pine-model] }
`;

/** One koi for all tests of consent, invites and participants, and Chromium. Its model repeats what it is told. */
export class ParticipantsKoi {
  private constructor(
    readonly koi: RunningKoi,
    readonly browser: Browser,
    /** Its Postgres. */
    readonly rows: DataSource,
    readonly team: TeamMember,
    /** Somebody of the team, at the dashboard. */
    readonly dashboard: Page,
    private readonly models: FakeUpstream,
  ) {}

  static async start(): Promise<ParticipantsKoi> {
    const models = await fakeUpstream({
      script: ({ messages }) => ({ text: `You said “${messages.at(-1)?.content ?? ''}”` }),
    });
    const [koi, browser] = await Promise.all([
      RunningKoi.start({ config: koiYaml(models.baseUrl) }),
      startBrowser(),
    ]);
    const url = await koi.databaseUrl();
    const rows = await createDataSource({ url, poolSize: 2 }).initialize();
    const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const { page } = await newcomer(browser);
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return new ParticipantsKoi(koi, browser, rows, team, page, models);
  }

  async stop(): Promise<void> {
    await this.rows.destroy();
    await this.browser.close();
    await this.koi.remove();
    await this.models.stop();
  }

  /** How many rows there are of people, in every table that could hold one. */
  async stored(): Promise<Record<string, number>> {
    const tables = ['participant', 'participant_invite', 'consent', 'conversation', 'turn'];
    const counts = [...tables, 'candidate', 'feedback'].map(async (table) => {
      const [row] = await this.rows.query<{ count: string }[]>(`select count(*) from ${table}`);
      return [table, Number(row?.count)] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  }

  async invite(
    body: Partial<BodyOf<typeof dashboardRoutes.createInvite>>,
  ): Promise<{ id: string; url: string }> {
    const made = await this.team.client.call(dashboardRoutes.createInvite, {
      body: { label: 'A group', chatbots: ['club'], ...body },
    });
    return { id: made.id, url: `${this.koi.chatUrl}/i/${made.link.split('/i/')[1]}` };
  }
}
