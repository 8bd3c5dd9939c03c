import { Injectable } from '@nestjs/common';
import type { Tx } from '@koi/database';
import { AccessService } from '../access/access.service.js';
import { ChatbotWithoutModel } from '../chatbots/chatbots.errors.js';
import { ChatbotsRepository } from '../chatbots/chatbots.repository.js';
import {
  ConversationNotFound,
  IdempotencyKeyReused,
  TurnNotFound,
  TurnPending,
} from './conversations.errors.js';
import {
  ConversationsRepository,
  type ConversationRow,
  type TurnRow,
} from './conversations.repository.js';
import { LimitsService } from '../limits/limits.service.js';
import { drawCandidates } from './draw-candidates.js';
import { onceByKey } from './once-by-key.js';
import type { PageSender } from './sending.service.js';
import { TurnAcceptance, type SentMessage } from './turn-acceptance.js';

/**
 * Answers a message anew, with models drawn anew. Nothing that is there changes: the answers before and what was said
 * of them stay. One answer is added to its turn. Two that are compared are a pair of their own, so they come with a
 * sibling turn of the same text; a ranking always speaks of the two it was shown.
 */
@Injectable()
export class RegeneratingService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly chatbots: ChatbotsRepository,
    private readonly access: AccessService,
    private readonly limits: LimitsService,
    private readonly turns: TurnAcceptance,
  ) {}

  /** Answers the turn that is pending then. The same key again returns the same one. */
  async regenerate(
    { participant, address }: PageSender,
    turnId: string,
    key: string,
  ): Promise<SentMessage> {
    const turn = await this.conversations.findTurn(turnId, participant.id);
    if (!turn) throw new TurnNotFound();
    return onceByKey(
      () => this.earlier(participant.id, turn, key),
      async () => {
        const { conversationId } = turn;
        const conversation = await this.conversations.find(conversationId, participant.id);
        if (!conversation) throw new ConversationNotFound();
        const { chatbotId, inviteId } = conversation;
        const open = await this.access.openForConversation(participant.id, chatbotId);
        await this.access.assertAgreed(participant.id, open);
        await this.limits.takeMessage({ participantId: participant.id, address, inviteId });
        return turn.feedbackMode === 'rank'
          ? this.addSibling(turn, conversation, key)
          : this.addCandidate(turn, conversation, key);
      },
    );
  }

  private async earlier(
    participantId: string,
    turn: TurnRow,
    key: string,
  ): Promise<SentMessage | undefined> {
    const [regenerated, sibling] = await Promise.all([
      this.conversations.findRegenerated(key),
      this.conversations.findByKey(key),
    ]);
    if (!regenerated && !sibling) return undefined;
    const { id: turnId, conversationId } = turn;
    if (regenerated?.turnId === turnId) return { conversationId, turnId };
    const same =
      sibling?.participantId === participantId &&
      sibling.conversationId === conversationId &&
      sibling.text === turn.text &&
      sibling.parentCandidateId === turn.parentCandidateId &&
      sibling.id !== turnId;
    if (!same) throw new IdempotencyKeyReused();
    return { conversationId, turnId: sibling.id };
  }

  private async addCandidate(
    turn: TurnRow,
    conversation: ConversationRow,
    key: string,
  ): Promise<SentMessage> {
    const [drawn] = await this.draw(conversation, turn);
    if (!drawn) throw new ChatbotWithoutModel(conversation.chatbot);
    await this.turns.acceptCandidate(
      { turnId: turn.id, idempotencyKey: key, drawn },
      (tx, candidateId) => this.takeTurn(tx, conversation.id, candidateId),
    );
    return { conversationId: conversation.id, turnId: turn.id };
  }

  private async addSibling(
    turn: TurnRow,
    conversation: ConversationRow,
    key: string,
  ): Promise<SentMessage> {
    return this.turns.accept(
      {
        conversationId: conversation.id,
        text: turn.text,
        feedbackMode: conversation.feedbackMode,
        idempotencyKey: key,
        drawn: await this.draw(conversation, conversation),
      },
      async (tx, [first]) => {
        await this.takeTurn(tx, conversation.id, first);
        return turn.parentCandidateId;
      },
    );
  }

  private async draw(
    { chatbotId, chatbot }: ConversationRow,
    { feedbackMode }: Pick<TurnRow, 'feedbackMode'>,
  ) {
    const models = await this.chatbots.drawable(chatbotId);
    if (models.length === 0) throw new ChatbotWithoutModel(chatbot);
    return drawCandidates(models, feedbackMode, Math.random);
  }

  /** One turn of a conversation is answered at a time. */
  private async takeTurn(
    tx: Tx,
    conversationId: string,
    candidateId: string | undefined,
  ): Promise<void> {
    const locked = await this.conversations.lockAndTouch(tx, conversationId, candidateId);
    if (!locked) throw new ConversationNotFound();
    if (await this.conversations.hasPendingTurn(tx, conversationId)) throw new TurnPending();
  }
}
