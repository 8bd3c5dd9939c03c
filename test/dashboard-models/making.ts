import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../stack/browser.js';
import { Participant } from '../stack/participant.js';
import { KEY, openEditor, openList, type ModelsKoi } from './models-koi.js';

export function making(workshop: () => ModelsKoi): void {
  test('a model is tried, made, and put into a chatbot that answers with it', async () => {
    const { koi, upstream, team } = workshop();
    const { page } = team;
    // koi.yaml's model can be looked at, not edited.
    await openEditor(page, 'Models', 'Demo');
    await page.getByText('koi.yaml defines this.').waitFor();
    expect(await page.getByLabel('Label', { exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goBack();

    await page.getByRole('link', { name: 'New model' }).click();
    // With nothing typed there is nothing to make.
    expect(await page.getByRole('button', { name: 'Make model' }).isDisabled()).toBe(true);
    await page.getByLabel('Name', { exact: true }).fill('Not a name');
    await page.getByLabel('Address', { exact: true }).fill(upstream.baseUrl);
    await page.getByRole('button', { name: 'Make model' }).click();
    await page.getByText('2 fields need a change.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('heron');
    await page.getByLabel('Model', { exact: true }).fill('unknown');
    await tryTheModel(page);
    await page.getByRole('button', { name: 'Make model' }).click();
    await page.getByText('heron is saved').waitFor();
    await page.getByText('is set', { exact: true }).waitFor();

    // The key does not move with the address.
    await page.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:9/v1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByText(/a key belongs to its address/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();

    await openList(page, 'Chatbots');
    await page.getByRole('link', { name: 'New chatbot' }).click();
    await page.getByLabel('Name in its address').fill('marsh');
    await page.getByLabel('Title').fill('Marsh');
    await page.getByLabel('Starters, one a line').fill('Who wades here?\nWho swims?');
    await page.getByLabel('Add a model').selectOption('heron');
    await page.getByLabel('Add a model').selectOption('demo');
    await page.getByLabel('Weight of heron').fill('3');
    await page.getByText('75 %').waitFor();
    await page.getByLabel('Role of demo').selectOption('off');
    await page.getByText('100 %').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make chatbot' }).click();
    await page.getByText('Marsh is saved').waitFor();
    expect(await page.getByRole('link', { name: 'Open the chat' }).getAttribute('href')).toBe(
      `${koi.chatUrl.replace('127.0.0.1', 'localhost')}/c/marsh`,
    );

    const person = await Participant.enter(koi.chatUrl);
    const { turn } = await person.begin('marsh', 'Who wades here?');
    await person.read(turn.id);
    expect((await person.turn(turn.id)).candidates[0]).toMatchObject({ state: 'completed' });
    expect(upstream.requests.at(-1)).toMatchObject({
      body: { model: 'vendor/heron-7b' },
      headers: { authorization: `Bearer ${KEY}` },
    });
  }, 60_000);
}

/** A wrong key, said in the server's words without the key; then the right one, and its models to pick from. */
async function tryTheModel(page: Page): Promise<void> {
  await page.getByLabel('Key', { exact: true }).fill('sk-wrong-1234567890');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.getByText('Incorrect API key provided').first().waitFor();
  expect(await page.getByText('sk-wrong-1234567890').count()).toBe(0);
  await page.getByLabel('Key', { exact: true }).fill(KEY);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('does not list “unknown”').waitFor();
  await page.getByRole('button', { name: 'vendor/heron-7b' }).click();
  await page.getByText(/Answers: first words after/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
}
