import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dashboardRoutes, type ConversationView, type TurnView } from '@koi/contracts';
import { describeWithChromium, waitFor, type FakeUpstream } from '@koi/testing';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import {
  accessibilityFaults,
  newcomer,
  PHONE,
  scrollsSideways,
  startBrowser,
} from './stack/browser.js';
import { koiYaml, MODEL_FIELDS, MODEL_WORDS } from './stack/koi-yaml.js';
import { Participant } from './stack/participant.js';
import { RunningKoi } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';
import { FAILING, SLOWLY, UNEVEN, upstream } from './stack/upstream.js';

// Real: everything `koi up` starts, and the chat in Chromium. Fake: the models' server.
describeWithChromium('feedback on the chat page', () => {
  let browser: Browser;
  let koi: RunningKoi;
  let models: FakeUpstream;

  beforeAll(async () => {
    models = await upstream();
    [browser, koi] = await Promise.all([
      startBrowser(),
      RunningKoi.start({ config: koiYaml(models.baseUrl) }),
    ]);
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await koi.remove();
    await models.stop();
  }, 30_000);

  /** What the team has of one kind of current feedback, the latest first. */
  async function stored(kind: 'vote' | 'ranking' | 'correction' | 'comment') {
    const member = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const { items } = await member.client.call(dashboardRoutes.listFeedback, { query: { kind } });
    return items;
  }

  test('a vote, why, a remark, and a better answer with what changed: given, changed, taken back', async () => {
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

  test('a duel on a phone and by keyboard: strength and reasons, a changed mind, closed by the next message', async () => {
    const { page, errors } = await newcomer(browser, PHONE);
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, `Which tree? ${UNEVEN}`);
    await page.getByText('Which answer is better?').waitFor();
    // The answers lie beside each other: a finger goes from one to the other, and so do the tabs.
    const tab = (side: string): Locator =>
      page
        .getByRole('button', { name: `Show answer ${side}` })
        .and(page.locator('[aria-pressed=true]'));
    const pair = page.getByRole('group', { name: 'The two answers' });
    // Below a short answer there is no room for the long one beside it, and the page does not run to the end of that.
    const scroller = page.locator('main .overflow-y-auto').first();
    const top = (): Promise<number> => scroller.evaluate((box) => box.scrollTop);
    const fits = (index: number): Promise<unknown> =>
      waitFor(
        async () => {
          const [room, ...answers] = await pair.evaluate((strip) => [
            strip.clientHeight,
            ...Array.from(strip.children, (answer) => (answer as HTMLElement).offsetHeight),
          ]);
          return answers[0] !== answers[1] && Math.abs((room ?? 0) - (answers[index] ?? 0)) <= 1;
        },
        { what: `room for answer ${'AB'.charAt(index)} and no more` },
      );
    await fits(0);
    const before = await top();
    const place = await pair.boundingBox();
    // A little above its lower edge: its head may be out of sight.
    const y = (place?.y ?? 0) + (place?.height ?? 0) - 40;
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number): Promise<unknown> =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: x === undefined ? [] : [{ x, y }],
      });
    await touch('touchStart', 320);
    for (let x = 300; x >= 20; x -= 20) await touch('touchMove', x);
    await touch('touchEnd');
    await tab('B').waitFor();
    await fits(1);
    expect(await top()).toBeLessThanOrEqual(before);
    await page.getByRole('button', { name: 'Show answer A' }).tap();
    await tab('A').waitFor();
    await fits(0);
    await page.getByRole('button', { name: 'B is better' }).tap();
    await isPressed(page.getByRole('button', { name: 'B is better' }));
    await page.getByRole('button', { name: 'Much better' }).tap();
    await isPressed(page.getByRole('button', { name: 'Much better' }));
    await page.getByRole('button', { name: 'More accurate' }).tap();
    await isPressed(page.getByRole('button', { name: 'More accurate' }));
    expect(await scrollsSideways(page)).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect((await stored('ranking'))[0]).toMatchObject({
      value: 'b_better',
      strength: 'much',
      reasons: [{ key: 'accurate', label: 'More accurate' }],
    });

    // A remark goes with the better answer.
    await page.getByRole('button', { name: 'Add a comment' }).tap();
    await page.getByRole('textbox', { name: 'Comment' }).fill('Only B names a tree.');
    await page.getByRole('button', { name: 'Save' }).tap();
    await page.getByText('Only B names a tree.').waitFor();
    await settled(page);
    expect(await scrollsSideways(page)).toBe(false);
    const isRemark = (row: { textExcerpt: string | null }): boolean =>
      row.textExcerpt === 'Only B names a tree.';
    expect((await stored('comment')).filter(isRemark)).toHaveLength(1);

    await page.getByRole('button', { name: 'Tie' }).tap();
    await isPressed(page.getByRole('button', { name: 'Tie' }));
    expect((await stored('ranking'))[0]).toMatchObject({ value: 'tie', strength: null });
    // A changed mind takes the remark along.
    await page.getByText('Only B names a tree.').waitFor();
    expect((await stored('comment')).filter(isRemark)).toHaveLength(1);
    await page.getByRole('button', { name: 'Both are bad' }).tap();
    await isPressed(page.getByRole('button', { name: 'Both are bad' }));
    await page.getByRole('button', { name: 'A is better' }).tap();
    await isPressed(page.getByRole('button', { name: 'A is better' }));

    // "Both are bad" by its key: no strength, and the reasons of a thumb down.
    await page.locator('main').press('b');
    await isPressed(page.getByRole('button', { name: 'Both are bad' }));
    expect(await page.getByRole('button', { name: 'Much better' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Not accurate' }).tap();
    await isPressed(page.getByRole('button', { name: 'Not accurate' }));
    expect((await stored('ranking'))[0]).toMatchObject({ value: 'both_bad', strength: null });

    await say(page, 'And now?');
    await page.getByText('And now?', { exact: true }).first().waitFor();
    await waitFor(
      async () => (await page.getByRole('button', { name: 'Both are bad' }).count()) === 1,
      { what: 'only the latest pair to be open' },
    );
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('long answers: nothing to choose while they grow, and the question why opens in sight', async () => {
    const { page, errors } = await newcomer(browser, PHONE);
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, `Grow ${SLOWLY} in 60 words`);
    await page.getByText('word5').first().waitFor();
    const better = page.getByRole('button', { name: 'A is better' });
    expect(await better.isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByText('Which answer is better?').waitFor();

    // A little above the end, where only the first choices are in sight.
    const scroller = page.locator('main .overflow-y-auto').first();
    await scroller.evaluate((box) => box.scrollBy(0, -70));
    await page.getByRole('button', { name: 'Jump to the latest' }).waitFor();
    await better.tap();
    const why = page.getByRole('region', { name: /More about your choice/ });
    await waitFor(
      async () => {
        const [opened, shown] = await Promise.all([why.boundingBox(), scroller.boundingBox()]);
        return opened && shown && opened.y + opened.height <= shown.y + shown.height;
      },
      { what: 'all of the question to be in sight' },
    );
    expect(await accessibilityFaults(page)).toEqual([]);

    // Both fail: there is nothing to compare, and one way to try again.
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, `One is ${FAILING}`);
    await page.getByText('Both answers failed.').waitFor();
    const again = page.getByRole('button', { name: /Try again|Two new answers/ });
    await again.first().waitFor();
    expect(await again.count()).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('a tie and two bad answers by mouse and by keyboard: blind until then, and the talk goes on from one that is drawn', async () => {
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

  test('on a phone without a network: vote, comment, better answer and choice wait in sight and are sent once', async () => {
    const { page } = await newcomer(browser, PHONE);
    const context = page.context();
    const fits = async (): Promise<void> => expect(await scrollsSideways(page)).toBe(false);
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'In a tunnel?');
    const answer = page.getByRole('article', { name: 'Answer' });
    await answer.getByRole('button', { name: 'Bad answer' }).tap();
    await answer.getByRole('button', { name: 'Too long' }).tap();
    await isPressed(answer.getByRole('button', { name: 'Too long' }));
    await fits();
    await answer.getByRole('button', { name: 'Write a better answer' }).tap();
    const editor = answer.getByRole('textbox', { name: 'Your better answer' });
    await fits();
    await editor.fill('Short needles, and a line_that_has_no_place_to_break_'.padEnd(140, 'x'));
    await answer.getByRole('button', { name: 'Save' }).tap();
    const better = answer.getByRole('region', { name: 'Your better answer' });
    await better.locator('ins').first().waitFor();
    await settled(page);
    await fits();
    expect(await accessibilityFaults(page)).toEqual([]);
    const before = { votes: await stored('vote'), comments: await stored('comment') };

    await context.setOffline(true);
    await answer.getByRole('button', { name: 'Good answer' }).tap();
    await answer.getByRole('button', { name: 'Add a comment' }).tap();
    await answer.getByRole('textbox', { name: 'Comment' }).fill('Said in the dark.');
    await answer.getByRole('button', { name: 'Save' }).tap();
    await better.getByRole('button', { name: 'Edit' }).tap();
    await editor.fill('Short needles.');
    await answer.getByRole('button', { name: 'Save' }).tap();
    await answer
      .getByRole('group', { name: 'Rate this answer' })
      .getByText('Not sent yet')
      .waitFor();
    await better.getByText('Not sent yet').waitFor();
    await fits();
    expect(await stored('vote')).toEqual(before.votes);

    await context.setOffline(false);
    await settled(page);
    await page.getByText('Not sent yet').waitFor({ state: 'detached' });
    expect((await stored('vote'))[0]).toMatchObject({ value: 'up', revision: 3 });
    expect(await stored('vote')).toHaveLength(before.votes.length);
    expect((await stored('comment'))[0]).toMatchObject({
      textExcerpt: 'Said in the dark.',
      revision: 1,
    });
    expect(await stored('comment')).toHaveLength(before.comments.length + 1);
    expect((await stored('correction'))[0]).toMatchObject({
      textExcerpt: 'Short needles.',
      revision: 2,
    });

    // A choice, given up by a page that is closed before the network is back.
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, 'And here?');
    await page.getByText('Which answer is better?').waitFor();
    const chosen = page.getByRole('button', { name: 'B is better' });
    const rankings = (await stored('ranking')).length;
    const url = page.url();
    await context.setOffline(true);
    await chosen.tap();
    await page.getByText('Not sent yet').waitFor();
    await page.getByRole('button', { name: 'Much better' }).tap();
    await fits();
    expect(await page.getByText('Label of').count()).toBe(0);
    await page.close();
    expect(await stored('ranking')).toHaveLength(rankings);

    await context.setOffline(false);
    const again = await context.newPage();
    again.setDefaultTimeout(15_000);
    await again.goto(url);
    await isPressed(again.getByRole('button', { name: 'B is better' }));
    await isPressed(again.getByRole('button', { name: 'Much better' }));
    await again.getByText('Label of Pine').waitFor();
    expect(await stored('ranking')).toHaveLength(rankings + 1);
    expect((await stored('ranking'))[0]).toMatchObject({
      value: 'b_better',
      strength: 'much',
      revision: 1,
    });
    await context.close();
  }, 60_000);

  test('what could not be sent waits, says so, survives a reload and is stored once', async () => {
    const { page } = await newcomer(browser);
    const context = page.context();
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'Patience?');
    const answer = page.getByRole('article', { name: 'Answer' });
    const bad = answer.getByRole('button', { name: 'Bad answer' });
    await bad.waitFor();
    const before = { votes: await stored('vote'), comments: await stored('comment') };

    // The page loads, feedback does not get through: the pages' server is away for it.
    const cut = /\/api\/candidates\//;
    await context.route(cut, (route) => route.abort('internetdisconnected'));
    await bad.click();
    await answer.getByRole('button', { name: 'Add a comment' }).click();
    await answer.getByRole('textbox', { name: 'Comment' }).fill('Too slow.');
    await answer.getByRole('button', { name: 'Save' }).click();
    await answer.getByRole('button', { name: 'Write a better answer' }).click();
    await answer.getByRole('textbox', { name: 'Your better answer' }).fill('At once.');
    await answer.getByRole('button', { name: 'Save' }).click();
    await answer.getByText('Not sent yet').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.reload();
    await answer.getByText('Not sent yet').first().waitFor();
    await answer.and(page.locator(':has([aria-pressed="true"])')).waitFor();
    expect(await stored('vote')).toHaveLength(before.votes.length);

    await context.unroute(cut);
    await page.evaluate('dispatchEvent(new Event("online"))');
    await settled(page);

    expect(await stored('vote')).toHaveLength(before.votes.length + 1);
    expect(await stored('comment')).toHaveLength(before.comments.length + 1);
    expect((await stored('correction'))[0]).toMatchObject({
      revision: 1,
      textExcerpt: 'At once.',
    });
    await context.close();
  }, 60_000);

  test('two pages agree within a second, without a channel between them', async () => {
    const { page: one } = await newcomer(browser);
    await one.goto(`${koi.chatUrl}/c/helper`);
    await say(one, 'Twice?');
    const good = (page: Page): Locator => page.getByRole('button', { name: 'Good answer' });
    await good(one).waitFor();

    // What is said after the second page was read, and before it listens, reaches it, too.
    const events = /\/api\/conversations\/[^/]+\/events/;
    let listen = (): void => undefined;
    const held = new Promise<void>((resolve) => (listen = resolve));
    await one.context().route(events, (route) => held.then(() => route.continue()));
    const other = await secondTab(one.context(), one.url());
    await good(other).waitFor();
    await good(one).click();
    await isPressed(good(one));
    expect(await good(other).getAttribute('aria-pressed')).toBe('false');
    listen();
    await isPressed(good(other));

    const seconds: number[] = [];
    for (const [here, there, pressed] of [
      [one, other, false],
      [other, one, true],
      [one, other, false],
    ] as const) {
      await good(here).click();
      const pressedAt = Date.now();
      await isPressed(good(there), pressed);
      seconds.push((Date.now() - pressedAt) / 1_000);
    }
    expect(seconds.sort((a, b) => a - b)[1]).toBeLessThan(1);
    await one.context().close();
  }, 60_000);

  test('before the choice nothing the server sends names a model: streams, resumes, failures, refusals, lists, headers', async () => {
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

  test('an invite asks in its own way: thumbs where others compare, a comparison where others vote', async () => {
    const member = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const invited = async (feedbackMode: 'vote' | 'rank', chatbot: string) => {
      const { link } = await member.client.call(dashboardRoutes.createInvite, {
        body: { label: `${chatbot} to ${feedbackMode}`, chatbots: [chatbot], feedbackMode },
      });
      const person = await Participant.enter(koi.chatUrl);
      await person.redeem(link.split('/').at(-1) ?? '');
      const { turn } = await person.begin(chatbot, 'Invited');
      await person.read(turn.id);
      return { person, turn: await person.turn(turn.id) };
    };

    const voter = await invited('vote', 'duel');
    const [answer] = voter.turn.candidates;
    expect(await voter.person.vote(answer?.id ?? '', 'up')).toMatchObject({ status: 'stored' });
    await expect(voter.person.rank(voter.turn.id, 'tie')).rejects.toMatchObject({
      problem: { code: 'wrong_feedback_mode' },
    });
    const judge = await invited('rank', 'helper');
    expect(judge.turn.candidates.map(({ model }) => model)).toEqual([null, null]);
    expect(await judge.person.rank(judge.turn.id, 'b_better')).toMatchObject({
      status: 'stored',
    });
    await expect(judge.person.vote(judge.turn.candidates[0]?.id ?? '', 'up')).rejects.toMatchObject(
      { problem: { code: 'wrong_feedback_mode' } },
    );
  }, 40_000);

  test('where no feedback is asked for there is no control, and the server takes none', async () => {
    const { page } = await newcomer(browser);
    await page.goto(`${koi.chatUrl}/c/quiet`);
    await page.getByRole('heading', { name: 'Quiet', level: 2 }).waitFor();
    // A starter is a message that one need not write.
    await page.getByRole('button', { name: 'What can you do?' }).click();
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    await page.locator('main .bg-ink').getByText('What can you do?').waitFor();
    expect(
      await page.getByRole('button', { name: /Good answer|better|Say why|comment/ }).count(),
    ).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();

    const person = await Participant.enter(koi.chatUrl);
    const { turn } = await person.begin('quiet', 'Hello');
    await person.read(turn.id);
    const candidateId = turn.candidates[0]?.id ?? '';
    for (const [path, body] of [
      [`candidates/${candidateId}/vote`, { value: 'up' }],
      [`candidates/${candidateId}/correction`, { text: 'Better.' }],
      [`candidates/${candidateId}/comment`, { text: 'Hm.' }],
      [`turns/${turn.id}/ranking`, { outcome: 'tie' }],
    ] as const) {
      const response = await person.fetch(`/api/${path}`, {
        method: 'PUT',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': globalThis.crypto.randomUUID(),
        },
        body: JSON.stringify(body),
      });
      expect([path, response.status]).toEqual([path, 409]);
      expect(await response.json()).toMatchObject({ code: 'wrong_feedback_mode' });
    }
  }, 40_000);

  test('the team sees why, how strongly, the remark, and what a correction changed', async () => {
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
});

const bothBegun = (texts: readonly string[]): boolean =>
  texts.length === 2 && texts.every((text) => text.length > 40);

/** What somebody heard, without the one field that names nothing: `null`. */
const told = ({ heard }: Participant): string => heard.replace(/"(\w+)":null/g, '');

async function say(page: Page, text: string, label = 'Message'): Promise<void> {
  const field = page.getByRole('textbox', { name: label });
  await field.fill(text);
  await field.press('Enter');
}

/** Waits until nothing is on its way any more. */
const settled = (page: Page): Promise<unknown> =>
  waitFor(async () => (await page.evaluate('localStorage.getItem("koi-outbox")')) === null, {
    what: 'the outbox to be empty',
  });

/** Waits until a toggle shows a state and the server has everything. */
async function isPressed(toggle: Locator, pressed = true): Promise<void> {
  await toggle.and(toggle.page().locator(`[aria-pressed="${String(pressed)}"]`)).waitFor();
  await settled(toggle.page());
}

/** A page of the same person that hears of others from the server alone. */
async function secondTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.addInitScript('delete globalThis.BroadcastChannel');
  await page.goto(url);
  return page;
}
