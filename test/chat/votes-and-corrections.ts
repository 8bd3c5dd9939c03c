import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { say } from '../stack/say.js';
import type { ChatKoi } from './chat-koi.js';
import { isPressed, settled } from './sent.js';

export function votesAndCorrections(chat: () => ChatKoi): void {
  const stored: ChatKoi['stored'] = (kind) => chat().stored(kind);

  test('a vote, why, a remark, and a better answer with what changed: given, changed, taken back', async () => {
    const { koi, browser } = chat();
    const { page, errors } = await newcomer(browser);
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'What is bark?');
    const answer = page.getByRole('article', { name: 'Answer' });
    const good = answer.getByRole('button', { name: 'Good answer' });
    const bad = answer.getByRole('button', { name: 'Bad answer' });
    await good.click();
    await isPressed(good);

    // Reasons follow the side of the thumb; the vote stood without them.
    const why = answer.getByRole('region', { name: /What was good/ });
    await why.getByRole('button', { name: 'Clear' }).click();
    await isPressed(why.getByRole('button', { name: 'Clear' }));
    expect(await accessibilityFaults(page)).toEqual([]);
    await bad.click();
    await isPressed(bad);
    const whyNot = answer.getByRole('region', { name: /What was wrong/ });
    // By keyboard alone.
    await whyNot.getByRole('button', { name: 'Too long' }).press('Space');
    await isPressed(whyNot.getByRole('button', { name: 'Too long' }));
    await whyNot.getByRole('button', { name: 'Add a comment' }).press('Enter');
    await whyNot.getByRole('textbox', { name: 'Comment' }).fill('Nobody asked for a list.');
    await page.keyboard.press('Control+Enter');
    await whyNot.getByText('Nobody asked for a list.').waitFor();
    await settled(page);

    expect((await stored('vote'))[0]).toMatchObject({
      value: 'down',
      reasons: [{ key: 'too_long', label: 'Too long' }],
    });
    expect((await stored('comment'))[0]).toMatchObject({
      textExcerpt: 'Nobody asked for a list.',
    });

    // A better answer begins with the answer and is shown with what changed.
    await answer.getByRole('button', { name: 'Write a better answer' }).click();
    const editor = answer.getByRole('textbox', { name: 'Your better answer' });
    const original = await editor.inputValue();
    expect(original).toContain('Short needles for');
    expect(await accessibilityFaults(page)).toEqual([]);
    await editor.fill(original.replace('Short needles', 'Long needles'));
    await answer.getByRole('button', { name: 'Save' }).click();
    const better = answer.getByRole('region', { name: 'Your better answer' });
    await better.locator('del', { hasText: 'Short' }).waitFor();
    await better.locator('ins', { hasText: 'Long' }).waitFor();
    expect(await better.locator('del').allInnerTexts()).toEqual(['Short']);
    await settled(page);
    expect(await accessibilityFaults(page)).toEqual([]);

    // All of it is the server's: a reload shows it again.
    await page.reload();
    await isPressed(bad);
    await better.locator('ins', { hasText: 'Long' }).waitFor();
    expect((await stored('correction'))[0]?.textExcerpt).toContain('Long needles');
    await better.getByRole('button', { name: 'Edit' }).click();
    await editor.fill('Wholly new.');
    await editor.press('Control+Enter');
    await better.locator('ins', { hasText: 'Wholly' }).waitFor();
    await better.getByRole('button', { name: 'Take back' }).click();
    await better.waitFor({ state: 'detached' });
    await settled(page);
    expect(await stored('correction')).toEqual([]);

    await bad.click();
    await isPressed(bad, false);
    expect(await stored('vote')).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('the team sees why, how strongly, the remark, and what a correction changed', async () => {
    const { koi, browser } = chat();
    const person = await newcomer(browser, { locale: 'de-DE' });
    await person.page.goto(`${koi.chatUrl}/c/helper`);
    await say(person.page, 'Was ist Rinde?', 'Nachricht');
    const answer = person.page.getByRole('article', { name: 'Antwort' });
    await answer.getByRole('button', { name: 'Schlechte Antwort' }).click();
    await answer.getByRole('button', { name: 'Schwer verständlich' }).click();
    await answer.getByRole('button', { name: 'Eine bessere Antwort schreiben' }).click();
    const editor = answer.getByRole('textbox', { name: 'Deine bessere Antwort' });
    await editor.fill((await editor.inputValue()).replace('Short', 'Thin'));
    await answer.getByRole('button', { name: 'Speichern' }).click();
    await answer.locator('ins', { hasText: 'Thin' }).waitFor();
    await person.page.getByText('Noch nicht gesendet').waitFor({ state: 'detached' });
    await waitFor(async () => (await stored('correction'))[0]?.textExcerpt?.includes('Thin'), {
      what: 'the correction to be stored',
    });

    const team = await newcomer(browser);
    await team.page.goto(koi.dashboardLink);
    await team.page.getByRole('link', { name: 'Explore', exact: true }).click();
    await team.page.getByRole('table').getByText('Hard to follow').first().waitFor();
    await team.page
      .getByRole('table')
      .getByRole('link', { name: /^Correction/ })
      .first()
      .click();
    const drawer = team.page.getByRole('region', { name: 'Was ist Rinde?' });
    await drawer.locator('del', { hasText: 'Short' }).waitFor();
    await drawer.locator('ins', { hasText: 'Thin' }).waitFor();
    await drawer.getByText('Hard to follow').waitFor();
    expect(await accessibilityFaults(team.page)).toEqual([]);
    expect(team.errors).toEqual([]);
    await Promise.all([person.page.context().close(), team.page.context().close()]);
  }, 60_000);
}
