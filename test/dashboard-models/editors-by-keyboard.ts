import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { focusOf } from '../stack/focus.js';
import { openEditor, type ModelsKoi } from './models-koi.js';

export function editorsByKeyboard(workshop: () => ModelsKoi): void {
  test('both editors are worked by the keyboard alone, with the focus seen on every field', async () => {
    const { page } = workshop().team;
    for (const [list, name, first, edited] of [
      ['Models', 'Grey heron', 'Models', 'Label'],
      ['Chatbots', 'Their marsh', 'Chatbots', 'Title'],
    ] as const) {
      await openEditor(page, list, name);
      const fields = await enabledFields(page);
      expect(fields.length).toBeGreaterThan(12);
      await page.locator('main').focus();
      const walked = await walk(page, edited);
      expect(walked[0]).toBe(first);
      expect(fields.filter((field) => !walked.includes(field))).toEqual([]);

      // From the field that was edited on the way, Enter saves.
      await page.getByLabel(edited, { exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: `${name} of reeds` }).waitFor();
      await page.getByText('Everything is saved.').waitFor();
    }
  }, 60_000);
}

/** The labels of what can be filled in. */
const enabledFields = (page: Page): Promise<string[]> =>
  page
    .locator('main form')
    .locator('input:enabled:visible, textarea:enabled:visible, select:enabled:visible')
    .evaluateAll((fields) =>
      fields.map((field) =>
        (field.ariaLabel ?? (field as HTMLInputElement).labels?.[0]?.innerText ?? '').trim(),
      ),
    );

/** Tabs through the page to the button that saves, adding to one field on its way; gives what had the focus. */
async function walk(page: Page, edited: string): Promise<string[]> {
  const names: string[] = [];
  while (names.at(-1) !== 'Save') {
    await page.keyboard.press('Tab');
    const { name, ...seen } = await focusOf(page);
    expect([name, seen]).toEqual([name, { isMarked: true, isCovered: false }]);
    names.push(name ?? '');
    if (name === edited) {
      await page.keyboard.press('End');
      await page.keyboard.type(' of reeds');
    }
    expect(names.length).toBeLessThan(120);
  }
  return names;
}
