import { Injectable } from '@nestjs/common';
import type { SendMessageBody, StartConversationBody } from '@koi/contracts';
import { newId, type ParticipantEntity, type Tx } from '@koi/database';
import { AccessService } from '../access/access.service.js';
import { ChatbotWithoutModel } from '../chatbots/chatbots.errors.js';
import { ChatbotsRepository } from '../chatbots/chatbots.repository.js';
import { LimitsService } from '../limits/limits.service.js';
import { conversationTitle } from './conversation-title.js';
import {
  CandidateNotFound,
  ConversationNotFound,
  IdempotencyKeyReused,
  RankingRequired,
  TurnNotFound,
  TurnPending,
} from './conversations.errors.js';
import { ConversationsRepository, type TurnRow } from './conversations.repository.js';
import { drawCandidates } from './draw-candidates.js';
import { nextParent } from './next-parent.js';
import { onceByKey } from './once-by-key.js';
import { TurnAcceptance, type NewTurn, type SentMessage } from './turn-acceptance.js';

/** Somebody at the chat page, and the network address they come from. */
export interface PageSender {
  readonly participant: ParticipantEntity;
  readonly address: string;
}

/** Takes a participant's message from the chat page. */
@Injectable()
export class SendingService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly chatbots: ChatbotsRepository,
    private readonly access: AccessService,
    private readonly limits: LimitsService,
    private readonly turns: TurnAcceptance,
  ) {}

  /** Starts a conversation. The same key with the same message again returns the first one. */
  start(
    { participant, address }: PageSender,
    { chatbot: slug, text }: StartConversationBody,
    key: string,
  ): Promise<SentMessage> {
    return this.once(participant, text, key, async () => {
      const open = await this.access.open(participant.id, slug);
      const { chatbot, feedbackMode, inviteId } = open;
      await this.access.assertAgreed(participant.id, open);
      const models = await this.chatbots.drawable(chatbot.id);
      if (models.length === 0) throw new ChatbotWithoutModel(chatbot.title);
      await this.limits.takeMessage({ participantId: participant.id, address, inviteId });

      const turn: NewTurn = {
        conversationId: newId(),
        text,
        feedbackMode,
        idempotencyKey: key,
        drawn: drawCandidates(models, feedbackMode, Math.random),
        opens: {
          chatbotId: chatbot.id,
          participantId: participant.id,
          inviteId,
          title: conversationTitle(text),
        },
      };
      return this.turns.accept(turn);
    });
  }

  /**
   * Sends a message in a conversation: in reply to an answer, in place of an earlier message, or at the end of the
   * chosen path. The path leads to it then.
   */
  send(
    { participant, address }: PageSender,
    conversationId: string,
    { text, ...place }: SendMessageBody,
    key: string,
  ): Promise<SentMessage> {
    return this.once(participant, text, key, async () => {
      const conversation = await this.conversations.find(conversationId, participant.id);
      if (!conversation) throw new ConversationNotFound();
      const open = await this.access.openForConversation(participant.id, conversation.chatbotId);
      await this.access.assertAgreed(participant.id, open);
      const models = await this.chatbots.drawable(conversation.chatbotId);
      if (models.length === 0) throw new ChatbotWithoutModel(conversation.chatbot);
      const { inviteId } = conversation;
      await this.limits.takeMessage({ participantId: participant.id, address, inviteId });

      const turn: NewTurn = {
        conversationId,
        text,
        feedbackMode: conversation.feedbackMode,
        idempotencyKey: key,
        drawn: drawCandidates(models, conversation.feedbackMode, Math.random),
      };
      return this.turns.accept(turn, async (tx, [first]) => {
        const locked = await this.conversations.lockAndTouch(tx, conversationId, first);
        if (!locked) throw new ConversationNotFound();
        if (await this.conversations.hasPendingTurn(tx, conversationId)) throw new TurnPending();
        return this.parentOf(tx, conversationId, place, locked.before);
      });
    });
  }

  /** Read under the conversation's lock: a ranking taken back just before no longer counts. */
  private async parentOf(
    tx: Tx,
    conversationId: string,
    { parentCandidateId, parentTurnId, editsTurnId }: Omit<SendMessageBody, 'text'>,
    currentCandidateId: string | null,
  ): Promise<string | null> {
    if (editsTurnId) {
      const edited = await this.conversations.turnOf(tx, editsTurnId, conversationId);
      if (!edited) throw new TurnNotFound();
      return edited.parentCandidateId;
    }
    if (parentTurnId) {
      const turn = await this.conversations.turnOf(tx, parentTurnId, conversationId);
      if (!turn) throw new TurnNotFound();
      return parentIn(turn);
    }
    const shown =
      parentCandidateId ?? (await this.conversations.leaf(tx, conversationId, currentCandidateId));
    const turn = shown && (await this.conversations.turnOfCandidate(tx, shown, conversationId));
    if (!turn) throw new CandidateNotFound();
    const next = parentIn(turn);
    return turn.feedbackMode === 'rank' ? (parentCandidateId ?? next) : shown;
  }

  private once(
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
    return onceByKey(earlier, send);
  }
}

function parentIn(turn: TurnRow): string {
  const next = nextParent(turn, Math.random);
  if ('candidateId' in next) return next.candidateId;
  throw next.refused === 'turn_pending' ? new TurnPending() : new RankingRequired();
}
