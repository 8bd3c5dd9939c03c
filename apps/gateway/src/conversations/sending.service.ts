import { Injectable } from '@nestjs/common';
import { DomainError } from '@koi/contracts';
import type { SendMessageBody, StartConversationBody } from '@koi/contracts';
import { isUniqueViolation, newId, type ParticipantEntity, type Tx } from '@koi/database';
import { ChatbotNotFound, ChatbotWithoutModel } from '../chatbots/chatbots.errors.js';
import { ChatbotsRepository } from '../chatbots/chatbots.repository.js';
import { ConsentRequired } from '../participants/participants.errors.js';
import { conversationTitle } from './conversation-title.js';
import {
  CandidateNotFound,
  ConversationNotFound,
  IdempotencyKeyReused,
  RankingRequired,
  TurnPending,
} from './conversations.errors.js';
import { ConversationsRepository } from './conversations.repository.js';
import { drawCandidates } from './draw-candidates.js';
import { nextParent } from './next-parent.js';
import { TurnAcceptance, type NewTurn, type SentMessage } from './turn-acceptance.js';

/** Takes a participant's message from the chat page. */
@Injectable()
export class SendingService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly chatbots: ChatbotsRepository,
    private readonly turns: TurnAcceptance,
  ) {}

  /** Starts a conversation. The same key with the same message again returns the first one. */
  start(
    participant: ParticipantEntity,
    { chatbot: slug, text }: StartConversationBody,
    key: string,
  ): Promise<SentMessage> {
    return this.once(participant, text, key, async () => {
      const chatbot = await this.chatbots.findBySlug(slug);
      if (!chatbot) throw new ChatbotNotFound(slug);
      if (chatbot.consentText && !participant.consentedAt) throw new ConsentRequired();
      const models = await this.chatbots.drawable(chatbot.id);
      if (models.length === 0) throw new ChatbotWithoutModel(chatbot.title);

      const conversationId = newId();
      const turn: NewTurn = {
        conversationId,
        text,
        feedbackMode: chatbot.feedbackMode,
        idempotencyKey: key,
        drawn: drawCandidates(models, chatbot.feedbackMode, Math.random),
      };
      return this.turns.accept(turn, async (tx) => {
        await this.conversations.insertConversation(tx, {
          id: conversationId,
          chatbotId: chatbot.id,
          participantId: participant.id,
          title: conversationTitle(text),
        });
        return null;
      });
    });
  }

  /** Sends a message in a conversation, in reply to the given answer or to the one the conversation goes on from. */
  send(
    participant: ParticipantEntity,
    conversationId: string,
    { text, parentCandidateId }: SendMessageBody,
    key: string,
  ): Promise<SentMessage> {
    return this.once(participant, text, key, async () => {
      const conversation = await this.conversations.find(conversationId, participant.id);
      if (!conversation) throw new ConversationNotFound();
      const models = await this.chatbots.drawable(conversation.chatbotId);
      if (models.length === 0) throw new ChatbotWithoutModel(conversation.chatbot);

      const turn: NewTurn = {
        conversationId,
        text,
        feedbackMode: conversation.feedbackMode,
        idempotencyKey: key,
        drawn: drawCandidates(models, conversation.feedbackMode, Math.random),
      };
      return this.turns.accept(turn, async (tx) => {
        const locked = await this.conversations.lockAndTouch(tx, conversationId);
        if (!locked) throw new ConversationNotFound();
        if (await this.conversations.hasPendingTurn(tx, conversationId)) throw new TurnPending();
        return this.parentOf(tx, conversationId, parentCandidateId);
      });
    });
  }

  /** Read under the conversation's lock: a ranking taken back just before no longer counts. */
  private async parentOf(
    tx: Tx,
    conversationId: string,
    asked: string | undefined,
  ): Promise<string> {
    const turn = asked
      ? await this.conversations.turnOfCandidate(tx, asked, conversationId)
      : await this.conversations.lastTurn(tx, conversationId);
    if (!turn) throw asked ? new CandidateNotFound() : new ConversationNotFound();
    const next = nextParent(turn, Math.random);
    if ('refused' in next)
      throw next.refused === 'turn_pending' ? new TurnPending() : new RankingRequired();
    return asked ?? next.candidateId;
  }

  /** Lets a key count once: a second request with it, even at the same moment, gets the first one's turn. */
  private async once(
    participant: ParticipantEntity,
    text: string,
    key: string,
    send: () => Promise<SentMessage>,
  ): Promise<SentMessage> {
    const earlier = async (): Promise<SentMessage | undefined> => {
      const turn = await this.conversations.findByKey(key);
      if (!turn) return undefined;
      if (turn.participantId !== participant.id || turn.text !== text)
        throw new IdempotencyKeyReused();
      return { conversationId: turn.conversationId, turnId: turn.id };
    };
    const sent = await earlier();
    if (sent) return sent;
    try {
      return await send();
    } catch (error) {
      // Two requests with one key at once: the loser answers like the winner.
      if (error instanceof DomainError || isUniqueViolation(error)) {
        const winner = await earlier();
        if (winner) return winner;
      }
      throw error;
    }
  }
}
