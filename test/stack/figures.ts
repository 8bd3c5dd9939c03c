import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { settled, goInside } from './settled.js';

/** A number of a page that leads to its rows. */
interface Figure {
  readonly href: string;
  readonly name: string;
  /** How many rows it says there are; or what they add up to, as text. */
  readonly count: number | undefined;
  readonly sum: string | undefined;
}

/** What the lists behind the numbers say of themselves. */
const TOTAL = /^\s*[\d,]+ (rows?|conversations?|messages?|answers?|participants?|battles?(?=\s*$))/;

/** Every number in a part of the page, each address once. */
export async function figuresOf(page: Page, within = 'main'): Promise<Figure[]> {
  await settled(page);
  const found = await page
    .locator(`${within} a:is([data-count], [data-sum])`)
    .evaluateAll((links) =>
      links.map((link) => ({
        href: link.getAttribute('href') ?? '',
        name: link.textContent ?? '',
        count: link.getAttribute('data-count'),
        sum: link.getAttribute('data-sum') ?? undefined,
      })),
    );
  const figures = new Map<string, Figure>();
  for (const { count, ...figure } of found) {
    const key = `${figure.href} ${count ?? ''} ${figure.sum ?? ''}`;
    figures.set(key, { ...figure, count: count === null ? undefined : Number(count) });
  }
  return [...figures.values()];
}

/** Follows a number inside the page, as a press would, and waits until its rows are as many as it says. */
export async function rowsAgree(page: Page, figure: Figure): Promise<void> {
  const { href, name, count, sum } = figure;
  await goInside(page, href);
  const told = page.getByText(TOTAL).first();
  let text = '';
  await waitFor(
    async () => {
      text = (await told.innerText()).trim();
      const total = Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
      return count === undefined ? text.includes(sum ?? '?') : total === count;
    },
    { what: `the rows of "${name}" (${href})`, timeoutMs: 15_000 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; the page says: ${text}`);
  });
}
