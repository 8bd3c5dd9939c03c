import { Injectable } from '@nestjs/common';
import { toChatMessages, type ChatCompletionBody } from '@koi/contracts';
import { isUniqueViolation, newId } from '@koi/database';
import { ChatbotWithoutModel } from '../../chatbots/chatbots.errors.js';
import { conversationTitle } from '../../conversations/conversation-title.js';
import {
  ConversationNotFound,
  IdempotencyKeyReused,
} from '../../conversations/conversations.errors.js';
import { ConversationsRepository } from '../../conversations/conversations.repository.js';
import { drawChoices } from '../../conversations/draw-candidates.js';
import { TurnAcceptance, type AcceptedTurn } from '../../conversations/turn-acceptance.js';
import { LimitsService } from '../../limits/limits.service.js';
import { StreamingService } from '../../streaming/streaming.service.js';
import type { TurnListener } from '../../streaming/turn-listener.js';
import { ApiKeysRepository } from '../api-keys/api-keys.repository.js';
import type { KeyChatbot, OpenKey } from '../api-keys/open-key.js';
import { ModelsService } from '../models/models.service.js';
import { KeyWithoutConsent } from './completions.errors.js';
import { CompletionsRepository } from './completions.repository.js';
import { readHistory } from './message-history.js';
import { requestParameters } from './request-parameters.js';

/** What a request became. */
export interface AcceptedCompletion {
  readonly participantId: string;
  readonly turnId: string;
  /** Missing when the request repeats an earlier one. */
  readonly stored?: StoredCompletion;
}

interface StoredCompletion {
  readonly turn: AcceptedTurn;
  /** Hears the answers from their beginning. */
  readonly early: TurnListener;
}

/**
 * Stores a request as a turn. A history that ends in an answer koi wrote continues that conversation; the messages
 * after it (or all of them) are kept on the turn, so that the model gets exactly the messages the client sent.
 */
@Injectable()
export class AcceptCompletionService {
  constructor(
    private readonly models: ModelsService,
    private readonly keys: ApiKeysRepository,
    private readonly conversations: ConversationsRepository,
    private readonly completions: CompletionsRepository,
    private readonly turns: TurnAcceptance,
    private readonly streaming: StreamingService,
    private readonly limits: LimitsService,
  ) {}

  /** @throws ModelNotFound, KeyWithoutConsent, ChatbotWithoutModel, IdempotencyKeyReused, TooManyRequests. */
  async accept(
    key: OpenKey,
    body: ChatCompletionBody,
    idempotencyKey: string | undefined,
  ): Promise<AcceptedCompletion> {
    const user = body.user ?? '';
    const chatbot = this.models.chatbot(key, body.model);
    if (chatbot.consentText && !key.consent) throw new KeyWithoutConsent(chatbot.slug);
    const participantId =
      (await this.keys.findParticipant(key, user)) ?? (await this.keys.addParticipant(key, user));
    const history = readHistory(`${participantId} ${chatbot.id}`, toChatMessages(body.messages));

    const earlier = async (): Promise<AcceptedCompletion | undefined> => {
      const turn = idempotencyKey ? await this.completions.findByKey(idempotencyKey) : undefined;
      if (turn && turn.historyHash !== history.hash) throw new IdempotencyKeyReused();
      return turn && { participantId, turnId: turn.turnId };
    };
    const accepted = await earlier();
    if (accepted) return accepted;
    await this.limits.takeKeyRequest(key.id);
    try {
      const stored = await this.store(chatbot, participantId, body, history, idempotencyKey);
      return { participantId, turnId: stored.turn.turnId, stored };
    } catch (error) {
      // Two requests with one key at once: the loser answers like the winner.
      const winner = isUniqueViolation(error) ? await earlier() : undefined;
      if (winner) return winner;
      throw error;
    }
  }

  private async store(
    chatbot: KeyChatbot,
    participantId: string,
    body: ChatCompletionBody,
    { hash, links }: ReturnType<typeof readHistory>,
    idempotencyKey = newId(),
  ): Promise<StoredCompletion> {
    if (chatbot.models.length === 0) throw new ChatbotWithoutModel(chatbot.title);
    const messages = toChatMessages(body.messages);
    const known = await this.completions.findLastKnown(links);
    const conversationId = known?.conversationId ?? newId();
    const text = messages.at(-1)?.content ?? '';

    const drawn = drawChoices(chatbot.models, body.n ?? 1, Math.random);
    const early = this.streaming.listen(drawn.length);
    try {
      const turn = await this.turns.accept(
        {
          conversationId,
          text,
          context: messages.slice(known?.depth ?? 0, -1),
          historyHash: hash,
          parameters: requestParameters(body),
          feedbackMode: drawn.length > 1 ? 'rank' : 'vote',
          idempotencyKey,
          drawn,
          ...(known
            ? {}
            : { opens: { chatbotId: chatbot.id, participantId, title: conversationTitle(text) } }),
        },
        known &&
          (async (tx) => {
            const there = await this.conversations.lockAndTouch(tx, conversationId);
            if (!there) throw new ConversationNotFound();
            return known.candidateId;
          }),
        early,
      );
      return { turn, early };
    } catch (error) {
      early.close();
      throw error;
    }
  }
}
