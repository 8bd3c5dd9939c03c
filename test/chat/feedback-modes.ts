import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { Participant } from '../stack/participant.js';
import { TeamMember } from '../stack/team-member.js';
import type { ChatKoi } from './chat-koi.js';

export function feedbackModes(chat: () => ChatKoi): void {
  test('an invite asks in its own way: thumbs where others compare, a comparison where others vote', async () => {
    const { koi } = chat();
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
    const { koi, browser } = chat();
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
}
