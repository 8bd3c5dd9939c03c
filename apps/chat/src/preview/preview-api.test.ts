import { beforeEach, describe, expect, test } from '@jest/globals';
import type { PreviewDraft, PreviewRequest } from '@koi/contracts/events';
import {
  conversationView,
  gatewayRoutes,
  turnView,
  type ConversationView,
} from '@koi/contracts/http';
import type { StreamEvent } from '@koi/contracts/events';
import { createPreviewApi, PREVIEW_SLUG } from './preview-api.js';

const draft = (change: Partial<PreviewDraft['chatbot']> = {}): PreviewDraft => ({
  revealModels: true,
  chatbot: {
    slug: 'pond',
    title: 'Pond',
    description: '',
    feedbackMode: 'vote',
    welcome: 'Hello',
    starters: [],
    consent: null,
    images: 'link',
    notice: null,
    reasons: null,
    ...change,
  },
});

describe('the gateway of a preview', () => {
  let asked: PreviewRequest[];
  let preview: ReturnType<typeof createPreviewApi>;
  beforeEach(() => {
    asked = [];
    preview = createPreviewApi((request) => asked.push(request));
  });

  async function start(text: string): Promise<ConversationView> {
    await preview.api.call(gatewayRoutes.enter, { body: {} });
    return conversationView.parse(
      await preview.api.call(gatewayRoutes.startConversation, {
        body: { chatbot: PREVIEW_SLUG, text },
        headers: { 'idempotency-key': '018f0000-0000-7000-8000-000000000001' },
      } as never),
    );
  }
  const lastAsked = () => {
    const request = asked.at(-1);
    if (request?.type !== 'ask') throw new Error('Nothing was asked.');
    return request;
  };
  /** Has what was asked last answered, one text for each candidate. */
  function answer(...texts: string[]): void {
    lastAsked().candidateIds.forEach((candidateId, index) => {
      preview.take({ type: 'model', candidateId, model: `Model ${index + 1}` });
      preview.take({ type: 'text', candidateId, text: texts[index] ?? '' });
      preview.take({ type: 'ended', candidateId, state: 'completed' });
    });
  }
  const turnOf = async (turnId: string) =>
    turnView.parse(await preview.api.call(gatewayRoutes.getTurn, { params: { turnId } }));

  test('nothing is written before the consent of the draft is given, and changed words are asked for anew', async () => {
    const consent = { text: 'We keep it.', hash: 'We keep it.', agreed: false };
    preview.take({ type: 'draft', draft: draft({ consent }) });
    const body = { chatbot: PREVIEW_SLUG, text: 'Hi' };
    const send = preview.api.call(gatewayRoutes.startConversation, { body });
    await expect(send).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });

    await start('Hi');
    expect(preview.page().consent).toMatchObject({ agreed: true });
    preview.take({ type: 'draft', draft: draft({ consent: { ...consent, text: 'And more.' } }) });
    expect(preview.page().consent).toMatchObject({ agreed: false });
    const again = preview.api.call(gatewayRoutes.startConversation, { body });
    await expect(again).rejects.toMatchObject({ problem: { code: 'consent_required' } });
  });

  test('an answer is streamed as it grows, and the next message is asked with all before it', async () => {
    preview.take({ type: 'draft', draft: draft() });
    const { id, turns } = await start('One?');
    const turn = turns[0]!;
    const candidateId = turn.candidates[0]!.id;
    const heard: StreamEvent[] = [];
    preview.api.openTurnStream(turn.id, { onEvent: (event) => heard.push(event) });
    for (const text of ['Fi', 'First.']) preview.take({ type: 'text', candidateId, text });
    preview.take({ type: 'ended', candidateId, state: 'completed' });
    preview.take({ type: 'text', candidateId, text: 'Too late.' });

    expect(heard).toMatchObject([
      { type: 'reset', text: '' },
      { type: 'delta', offset: 0, text: 'Fi' },
      { type: 'delta', offset: 2, text: 'rst.' },
      { type: 'done', state: 'completed' },
      { type: 'end', state: 'completed' },
    ]);
    await preview.api.call(gatewayRoutes.sendMessage, {
      params: { conversationId: id },
      body: { text: 'Two?', parentTurnId: turn.id },
    });
    expect(lastAsked().path).toEqual([
      { text: 'One?', answer: 'First.' },
      { text: 'Two?', answer: null },
    ]);
  });

  test('who wrote compared answers is told after the choice, and the choice is gone on from', async () => {
    preview.take({ type: 'draft', draft: draft({ feedbackMode: 'rank' }) });
    const { id, turns } = await start('Which?');
    const turnId = turns[0]!.id;
    answer('This.', 'That.');
    const models = async () => (await turnOf(turnId)).candidates.map(({ model }) => model);
    expect(await models()).toEqual([null, null]);

    await preview.api.call(gatewayRoutes.giveRanking, {
      params: { turnId },
      body: { outcome: 'b_better' },
    } as never);
    expect(await models()).toEqual(['Model 1', 'Model 2']);
    await preview.api.call(gatewayRoutes.sendMessage, {
      params: { conversationId: id },
      body: { text: 'Why?', parentTurnId: turnId },
    });
    expect(lastAsked().path[0]).toEqual({ text: 'Which?', answer: 'That.' });
  });

  test('a vote is kept and taken back; what a preview has not is refused', async () => {
    preview.take({ type: 'draft', draft: draft() });
    const turnId = (await start('Good?')).turns[0]!.id;
    answer('Yes.');
    const { candidateIds } = lastAsked();
    const params = { candidateId: candidateIds[0]! };
    const vote = (value: 'up' | 'undo') =>
      preview.api.call(gatewayRoutes.giveVote, { params, body: { value } });
    await vote('up');
    expect((await turnOf(turnId)).candidates[0]?.vote).toBe('up');
    await vote('undo');
    expect((await turnOf(turnId)).candidates[0]?.vote).toBeNull();
    await expect(preview.api.call(gatewayRoutes.getPrivacy as never, {})).rejects.toMatchObject({
      problem: { code: 'unavailable' },
    });
  });
});
