import { chromiumPath } from '@koi/testing';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { photograph } from './photograph.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};

/** A page with everything that went wrong on it. */
export interface Tab {
  readonly page: Page;
  /** Errors thrown or logged by the page, refused requests included. */
  readonly errors: string[];
}

/** The Chromium of this machine. */
export function startBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('There is no Chromium here.');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A page of somebody who has never been here: no cookie, nothing stored. */
export async function newcomer(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Tab> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { page, errors: watchErrors(page) };
}

/** Collects what a page complains about. To be told 401 when the team signs in, or does so wrongly, is no error. */
function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const { url } = message.location();
    if (/\/api\/session$/.test(url) && message.text().includes('401')) return;
    errors.push(`${message.text()} (${url})`);
  });
  return errors;
}

/** What axe finds serious or critical on the page as it stands, light and dark: the rule and where. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await photograph(page);
  // Evaluated through the debugger, which the page's content security policy does not forbid.
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(axe.source);
  const faults = await axeFaults(page, '');
  // In the other colours only what depends on them is looked at again.
  await turnColours(page);
  const others = await axeFaults(page, 'runOnly: ["color-contrast"]');
  await turnColours(page);
  return [...faults, ...others];
}

async function axeFaults(page: Page, options: string): Promise<string[]> {
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], ${options} })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** From light to dark or back; resolves when the page has been drawn so. */
const turnColours = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((drawn) => {
    document.documentElement.classList.toggle('dark');
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  })`);

/** Whether the page can be scrolled sideways, which no page should. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
