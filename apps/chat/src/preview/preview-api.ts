import { gatewayRoutes, type ChatbotPage, type TurnView } from '@koi/contracts/http';
import type { PreviewDraft, PreviewOrder, PreviewRequest } from '@koi/contracts/events';
import type { CallInput } from '@koi/sdk/client';
import { v7 as newId } from 'uuid';
import type { Api } from '../app/api.js';
import { newCandidate, PreviewConversations, refuse } from './preview-conversations.js';

/** Where the draft stands in the preview, whatever its own address will be. */
export const PREVIEW_SLUG = 'preview';

type AnyRoute = Parameters<Api['call']>[0];

/**
 * The gateway of a preview: it keeps everything in memory and has answers written by whoever `ask` leads to. What it does
 * is what the page can see of the real one, so that the page is the real one.
 */
export function createPreviewApi(ask: (request: PreviewRequest) => void) {
  const conversations = new PreviewConversations();
  const models = new Map<string, string>();
  let draft: PreviewDraft | undefined;
  let agreedTo: string | undefined;
  let participant: { id: string; createdAt: string } | null = null;

  function page(): ChatbotPage {
    if (!draft) return refuse('chatbot_not_found', 404);
    const { consent, ...chatbot } = draft.chatbot;
    const agreed = consent !== null && consent.text === agreedTo;
    return { ...chatbot, slug: PREVIEW_SLUG, consent: consent && { ...consent, agreed } };
  }

  function mayWrite(): void {
    const { consent } = page();
    if (!participant) refuse('unauthenticated', 401);
    if (consent && !consent.agreed) refuse('consent_required', 403);
  }

  /** A turn with the models that may be known: as the gateway, not before a comparison is decided. */
  function shown(turn: TurnView): TurnView {
    const revealed =
      draft?.revealModels === true && (turn.feedbackMode !== 'rank' || turn.ranking !== null);
    const candidates = turn.candidates.map((candidate) => ({
      ...candidate,
      model: revealed ? (models.get(candidate.id) ?? null) : null,
    }));
    return { ...turn, candidates };
  }

  /** The messages up to an answer, as they are told to a model. */
  function pathTo(conversationId: string, candidateId: string | null) {
    const path: { text: string; answer: string | null }[] = [];
    const { turns } = conversations.get(conversationId);
    for (let at = candidateId; at !== null;) {
      const turn = turns.find(({ candidates }) => candidates.some(({ id }) => id === at));
      const answer = turn?.candidates.find(({ id }) => id === at);
      if (!turn || !answer) break;
      path.unshift({ text: turn.text, answer: answer.text });
      at = turn.parentCandidateId;
    }
    return path;
  }

  function write(conversationId: string, text: string, parentCandidateId: string | null): TurnView {
    const { feedbackMode } = page();
    const path = [...pathTo(conversationId, parentCandidateId), { text, answer: null }];
    const candidates =
      feedbackMode === 'rank' ? [newCandidate('a'), newCandidate('b')] : [newCandidate('a')];
    const turn: TurnView = {
      id: newId(),
      parentCandidateId,
      text,
      state: 'pending',
      createdAt: new Date().toISOString(),
      feedbackMode,
      candidates,
      ranking: null,
      rankingReasons: [],
      rankingStrength: null,
    };
    const before = conversations.get(conversationId);
    conversations.put({
      ...before,
      updatedAt: turn.createdAt,
      turns: [...before.turns, turn],
      currentCandidateId: candidates[0]?.id ?? null,
    });
    ask({ type: 'ask', candidateIds: candidates.map(({ id }) => id), path });
    return shown(turn);
  }

  /** The answer a conversation goes on from after `turn`. */
  function parentAfter(turn: TurnView): string | null {
    const usable = turn.candidates.filter(({ state }) => state !== 'failed');
    const [first, second] = usable;
    if (turn.feedbackMode !== 'rank' || !first || !second)
      return (usable.at(-1) ?? turn.candidates.at(-1))?.id ?? null;
    const side = { a_better: 'a', b_better: 'b' } as const;
    const wanted =
      turn.ranking && turn.ranking in side ? side[turn.ranking as 'a_better'] : undefined;
    const chosen = wanted ?? (Math.random() < 0.5 ? 'a' : 'b');
    return (first.side === chosen ? first : second).id;
  }

  const handlers = new Map<AnyRoute, (input: never) => unknown>();
  const on = <R extends AnyRoute>(route: R, handle: (input: CallInput<R>) => unknown): void =>
    void handlers.set(route, handle);
  const receipt = { status: 'stored', revision: 1, createdAt: null } as const;

  on(gatewayRoutes.listChatbots, () => ({ items: [page()] }));
  on(gatewayRoutes.getChatbot, page);
  on(gatewayRoutes.getMe, () => ({ participant }));
  on(gatewayRoutes.enter, () => {
    participant ??= { id: newId(), createdAt: new Date().toISOString() };
    agreedTo = page().consent?.text;
    return participant;
  });
  on(gatewayRoutes.listConversations, ({ query }) => ({
    items: conversations
      .list()
      .filter(({ title }) => title.toLowerCase().includes((query?.search ?? '').toLowerCase())),
    nextCursor: null,
  }));
  on(gatewayRoutes.getConversation, ({ params }) => {
    const found = conversations.get(params.conversationId);
    return { ...found, turns: found.turns.map(shown) };
  });
  on(gatewayRoutes.startConversation, ({ body }) => {
    mayWrite();
    const now = new Date().toISOString();
    const { id } = conversations.put({
      id: newId(),
      chatbot: PREVIEW_SLUG,
      title: (body.text.trim().split('\n')[0] ?? '').slice(0, 60),
      createdAt: now,
      updatedAt: now,
      feedbackMode: page().feedbackMode,
      turns: [],
      currentCandidateId: null,
    });
    write(id, body.text, null);
    return conversations.get(id);
  });
  on(gatewayRoutes.sendMessage, ({ params: { conversationId }, body }) => {
    mayWrite();
    const { text, parentCandidateId, parentTurnId, editsTurnId } = body;
    const parent = editsTurnId
      ? conversations.ofTurn(editsTurnId).turn.parentCandidateId
      : parentTurnId
        ? parentAfter(conversations.ofTurn(parentTurnId).turn)
        : (parentCandidateId ?? null);
    return write(conversationId, text, parent);
  });
  on(gatewayRoutes.regenerateTurn, ({ params: { turnId } }) => {
    mayWrite();
    const { conversation, turn } = conversations.ofTurn(turnId);
    if (turn.feedbackMode === 'rank')
      return write(conversation.id, turn.text, turn.parentCandidateId);
    const candidate = newCandidate('a');
    const changed = conversations.changeTurn(turnId, {
      state: 'pending',
      candidates: [...turn.candidates, candidate],
    });
    const path = pathTo(conversation.id, turn.parentCandidateId);
    conversations.put({ ...conversations.get(conversation.id), currentCandidateId: candidate.id });
    ask({
      type: 'ask',
      candidateIds: [candidate.id],
      path: [...path, { text: turn.text, answer: null }],
    });
    return shown(changed);
  });
  on(gatewayRoutes.getTurn, ({ params }) => shown(conversations.ofTurn(params.turnId).turn));
  on(gatewayRoutes.stopTurn, ({ params: { turnId } }) => {
    const { turn } = conversations.ofTurn(turnId);
    ask({ type: 'stop', candidateIds: turn.candidates.map(({ id }) => id).slice(-2) });
    return { turnId, state: turn.state };
  });
  on(gatewayRoutes.choosePath, ({ params, body }) => {
    conversations.put({
      ...conversations.get(params.conversationId),
      currentCandidateId: body.candidateId,
    });
    return { currentCandidateId: body.candidateId };
  });
  on(gatewayRoutes.renameConversation, ({ params, body }) => {
    const found = conversations.get(params.conversationId);
    return conversations.put({ ...found, title: body?.title ?? found.title });
  });
  on(gatewayRoutes.deleteConversation, ({ params }) => conversations.remove(params.conversationId));
  on(gatewayRoutes.giveVote, ({ params: { candidateId }, body }) => {
    const vote = body.value === 'undo' ? null : body.value;
    conversations.changeCandidate(candidateId, { vote, voteReasons: body.reasons ?? [] });
    return { ...receipt, candidateId, value: body.value };
  });
  on(gatewayRoutes.giveRanking, ({ params: { turnId }, body }) => {
    const turn = conversations.changeTurn(turnId, {
      ranking: body.outcome === 'undo' ? null : body.outcome,
      rankingReasons: body.reasons ?? [],
      rankingStrength: body.strength ?? null,
    });
    const named = shown(turn).candidates.flatMap(({ id, side, model }) =>
      model === null ? [] : [{ candidateId: id, side, model }],
    );
    return {
      ...receipt,
      turnId,
      outcome: body.outcome,
      models: named.length > 0 ? named : null,
    };
  });
  on(gatewayRoutes.giveCorrection, ({ params: { candidateId }, body }) => {
    conversations.changeCandidate(candidateId, { correction: body.text });
    return { ...receipt, candidateId, text: body.text };
  });
  on(gatewayRoutes.giveComment, ({ params: { candidateId }, body }) => {
    conversations.changeCandidate(candidateId, { comment: body.text });
    return { ...receipt, candidateId, text: body.text };
  });

  const api = {
    baseUrl: '',
    call: async (route: AnyRoute, input: unknown = {}) => {
      const handle = handlers.get(route);
      return handle ? await handle(input as never) : refuse('unavailable', 404);
    },
    openTurnStream(turnId, { onEvent, onConnection }) {
      onConnection?.('open');
      const leave = conversations.follow(turnId, onEvent);
      return { restart: () => undefined, close: leave };
    },
    openConversationStream: () => () => undefined,
  } as Api;

  /** Takes what the dashboard says about draft and answers; says whether the chatbot's page has changed. */
  function take(order: PreviewOrder): boolean {
    if (order.type === 'draft') draft = order.draft;
    if (order.type === 'model') models.set(order.candidateId, order.model);
    if (order.type === 'text') conversations.write(order.candidateId, order.text);
    if (order.type === 'ended') conversations.end(order.candidateId, order.state, order.detail);
    return order.type === 'draft';
  }

  return { api, take, page };
}
