import { expect, test } from '@jest/globals';
import type { ConversationView, TurnView } from '@koi/contracts';
import type { Locator } from 'playwright-core';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { MODEL_FIELDS, MODEL_WORDS } from '../stack/koi-yaml.js';
import { Participant } from '../stack/participant.js';
import { say } from '../stack/say.js';
import { FAILING, SLOWLY } from '../stack/upstream.js';
import type { ChatKoi } from './chat-koi.js';
import { isPressed } from './sent.js';

export function blindness(chat: () => ChatKoi): void {
  const stored: ChatKoi['stored'] = (kind) => chat().stored(kind);

  test('a tie and two bad answers by mouse and by keyboard: blind until then, and the talk goes on from one that is drawn', async () => {
    const { koi, browser } = chat();
    const { page, errors } = await newcomer(browser);
    const heard: Promise<string>[] = [];
    page.on('response', (response) => {
      const kind = response.request().resourceType();
      if (kind === 'fetch' || kind === 'xhr' || kind === 'document')
        heard.push(response.text().catch(() => ''));
    });
    const choice = (name: string): Locator => page.getByRole('button', { name }).last();
    const named = async (): Promise<string[]> => {
      const bodies = await Promise.race([Promise.all(heard), page.waitForTimeout(2_000)]);
      const all = [await page.content(), await page.title(), ...(bodies ?? [])].join('\n');
      return MODEL_WORDS.filter((word) => all.includes(word));
    };
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, 'One tree?');
    await page.getByText('Which answer is better?').waitFor();
    await page.reload();
    await page.getByText('Which answer is better?').waitFor();
    expect(await named()).toEqual([]);
    expect(await accessibilityFaults(page)).toEqual([]);

    await choice('Tie').click();
    await isPressed(choice('Tie'));
    await page.getByText('Label of Pine').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await choice('Tie').click();
    await isPressed(choice('Tie'), false);
    await choice('Both are bad').click();
    await isPressed(choice('Both are bad'));
    expect((await stored('ranking'))[0]).toMatchObject({ value: 'both_bad', revision: 3 });
    expect(await accessibilityFaults(page)).toEqual([]);

    await say(page, 'Two trees?');
    await page.getByText('You found both bad').waitFor();
    await page.getByText('Which answer is better?').waitFor();
    await page.locator('main').press('t');
    await isPressed(choice('Tie'));
    await choice('Both are bad').press('Enter');
    await isPressed(choice('Both are bad'));
    await choice('Tie').press('Space');
    await isPressed(choice('Tie'));
    expect((await stored('ranking'))[0]).toMatchObject({ value: 'tie', revision: 3 });

    await say(page, 'Three trees?');
    await page.getByText('You called it a tie').waitFor();
    await page.getByText('Which answer is better?').waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const response = await page.request.get(`${koi.chatUrl}/api/conversations/${id}`);
    const { turns } = (await response.json()) as ConversationView;
    expect(turns.map(({ ranking }) => ranking)).toEqual(['both_bad', 'tie', null]);
    for (const [index, turn] of turns.slice(1).entries())
      expect(turns[index]?.candidates.map((answer) => answer.id)).toContain(turn.parentCandidateId);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('before the choice nothing the server sends names a model: streams, resumes, failures, refusals, lists, headers', async () => {
    const { koi, models } = chat();
    const judge = await Participant.enter(koi.chatUrl);
    const get = (path: string): Promise<string> =>
      judge.fetch(path, { headers: { accept: '*/*' } }).then((response) => response.text());
    const { conversation, turn } = await judge.begin('duel', `Blind, ${SLOWLY}`);
    const leave = new AbortController();
    const events = judge
      .fetch(`/api/conversations/${conversation.id}/events`, { signal: leave.signal })
      .then((response) => response.text())
      .catch(() => 'left');

    // Read in two pieces and, as after a reload, from the start; stopped; answered anew by another pair.
    const broken = await judge.read(turn.id, { until: bothBegun });
    await judge.fetch(`/api/turns/${turn.id}/ranking`, { method: 'PUT' }).then((r) => r.text());
    await expect(judge.rank(turn.id, 'tie')).rejects.toMatchObject({
      problem: { code: 'turn_pending' },
    });
    const resumed = judge.read(turn.id, { from: broken });
    await judge.read(turn.id, { until: bothBegun });
    await judge.stop(turn.id);
    await resumed;
    await judge.read(turn.id);
    const pair = await judge.regenerate(turn.id);
    expect([pair.id === turn.id, pair.candidates.length]).toEqual([false, 2]);
    await judge.read(pair.id, { until: bothBegun });
    await judge.stop(pair.id);
    await judge.read(pair.id);

    // Refused: a message too early, a vote where answers are compared.
    await expect(judge.say(conversation.id, 'Too early')).rejects.toMatchObject({
      problem: { code: 'ranking_required' },
    });
    const [candidate] = pair.candidates;
    await expect(judge.vote(candidate?.id ?? '', 'up')).rejects.toMatchObject({
      problem: { code: 'wrong_feedback_mode' },
    });

    // Failed, both in their own way.
    const failing = await judge.begin('duel', `Blind and ${FAILING}`);
    await judge.read(failing.turn.id);
    const failed = await judge.turn(failing.turn.id);
    expect(failed.candidates.map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(failed.candidates.every(({ detail }) => detail)).toBe(true);
    await expect(judge.rank(failing.turn.id, 'tie')).rejects.toMatchObject({
      name: 'ProblemError',
    });

    // Everything there is to read.
    await judge.conversation(conversation.id);
    await judge.turn(turn.id);
    for (const path of [
      '/api/conversations',
      '/api/chatbots',
      '/api/chatbots/duel',
      '/api/participants/me',
      '/api/participants/me/data',
      '/api/privacy',
      '/c/duel',
      `/c/duel/${conversation.id}`,
    ])
      await get(path);
    leave.abort();
    expect(await events).toBe('left');

    const { host } = new URL(models.baseUrl);
    expect(judge.heard).toContain(`Blind, ${SLOWLY}`);
    expect(judge.heard).toContain('listening');
    expect(
      [...MODEL_WORDS, ...MODEL_FIELDS, host].filter((word) => told(judge).includes(word)),
    ).toEqual([]);

    // The choice is between two answers and tells these two alone.
    const { models: revealed } = await judge.rank(pair.id, 'a_better');
    expect(revealed?.map(({ model }) => model).sort()).toEqual(['Label of Birch', 'Label of Pine']);
    const names = (view: TurnView) => view.candidates.map(({ model }) => model);
    expect(names(await judge.turn(turn.id))).toEqual([null, null]);
    expect(names(await judge.turn(pair.id))).toEqual(
      pair.candidates.map(({ id }) => revealed?.find((one) => one.candidateId === id)?.model),
    );
  }, 60_000);
}

const bothBegun = (texts: readonly string[]): boolean =>
  texts.length === 2 && texts.every((text) => text.length > 40);

/** What somebody heard, without the one field that names nothing: `null`. */
const told = ({ heard }: Participant): string => heard.replace(/"(\w+)":null/g, '');
