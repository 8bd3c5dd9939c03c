import { createDataSource } from '@koi/database';
import { fakeUpstream, type FakeUpstream } from '@koi/testing';
import type { Browser, Page } from 'playwright-core';
import type { DataSource } from 'typeorm';
import { newcomer, startBrowser, type Tab } from '../stack/browser.js';
import { RunningKoi } from '../stack/running-koi.js';

/** What the models' server wants, and the dashboard must never show again. */
export const KEY = 'sk-heron-5tGb8Yh2';

/** One koi for all tests of the pages Models and Chatbots, a server of models without any in koi.yaml, and Chromium. */
export class ModelsKoi {
  private constructor(
    readonly koi: RunningKoi,
    readonly browser: Browser,
    readonly upstream: FakeUpstream,
    /** Its Postgres. */
    readonly rows: DataSource,
    /** Somebody of the team, at the dashboard all the time. */
    readonly team: Tab,
  ) {}

  static async start(): Promise<ModelsKoi> {
    const [browser, upstream, koi] = await Promise.all([
      startBrowser(),
      fakeUpstream({ apiKey: KEY, models: ['vendor/heron-7b', 'vendor/egret-1b'] }),
      RunningKoi.start({
        config: `version: 1
models: { demo: { connector: demo, label: Demo, tokensPerSecond: 0 } }
chatbots: { pond: { title: Pond, models: [demo] } }
`,
      }),
    ]);
    const url = await koi.databaseUrl();
    const rows = await createDataSource({ url, poolSize: 2 }).initialize();
    const team = await newcomer(browser);
    await team.page.goto(koi.dashboardLink);
    await team.page.getByRole('heading', { name: 'Overview' }).waitFor();
    return new ModelsKoi(koi, browser, upstream, rows, team);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.rows.destroy();
    await this.koi.remove();
    await this.upstream.stop();
  }
}

/** Goes to one of the pages as people do. */
export const openList = (page: Page, list: 'Models' | 'Chatbots' | 'Changes'): Promise<void> =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: list }).click();

/** Opens the editor of what is there. */
export async function openEditor(
  page: Page,
  list: 'Models' | 'Chatbots',
  name: string,
): Promise<void> {
  await openList(page, list);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Saves an edit, and waits until the page says that nothing is left to save. */
export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Everything is saved.').waitFor();
}
