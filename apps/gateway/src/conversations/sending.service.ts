import { Injectable } from '@nestjs/common';
import type {
  ConversationView,
  SendMessageBody,
  StartConversationBody,
  TurnView,
} from '@koi/contracts';
import { newId, type ParticipantEntity, type Tx } from '@koi/database';
import { AccessService } from '../access/access.service.js';
import { ChatbotWithoutModel } from '../chatbots/chatbots.errors.js';
import { ChatbotsRepository } from '../chatbots/chatbots.repository.js';
import { LimitsService } from '../limits/limits.service.js';
import { ExpectedReaders } from '../streaming/expected-readers.js';
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
import { newTurnView } from './turn-view.js';
import { TurnAcceptance, type NewTurn, type SentMessage } from './turn-acceptance.js';

/** Somebody at the chat page, and the network address they come from. */
export interface PageSender {
  readonly participant: ParticipantEntity;
  readonly address: string;
}

/** A message as it was stored just now; without its turn when its key had been used before. */
export interface SentTurn extends SentMessage {
  readonly turn?: TurnView;
}

export interface StartedConversation extends SentTurn {
  readonly conversation?: ConversationView;
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
    private readonly readers: ExpectedReaders,
  ) {}

  /** Starts a conversation. The same key with the same message again returns the first one. */
  start(
    { participant, address }: PageSender,
    { chatbot: slug, text }: StartConversationBody,
    key: string,
  ): Promise<StartedConversation> {
    // Each waits for its own trip, and the first token waits for all of them.
    const opening = this.access.open(participant.id, slug);
    opening.catch(() => undefined);
    return this.once(participant, text, key, async () => {
      const open = await opening;
      const { chatbot, feedbackMode, inviteId } = open;
      const [models] = await Promise.all([
        this.chatbots.drawable(chatbot.id),
        this.access.assertAgreed(participant.id, open),
      ]);
      if (models.length === 0) throw new ChatbotWithoutModel(chatbot.title);
      await this.limits.takeMessage({ participantId: participant.id, address, inviteId });

      const title = conversationTitle(text);
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
          title,
        },
      };
      const { revealModels } = chatbot;
      const sent = await this.accept(participant, turn, { revealModels, models });
      const createdAt = sent.turn.createdAt;
      return {
        ...sent,
        conversation: {
          id: turn.conversationId,
          chatbot: chatbot.slug,
          title,
          createdAt,
          updatedAt: createdAt,
          feedbackMode,
          turns: [sent.turn],
          currentCandidateId: null,
        },
      };
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
  ): Promise<SentTurn> {
    const finding = this.conversations.find(conversationId, participant.id);
    finding.catch(() => undefined);
    return this.once(participant, text, key, async () => {
      const conversation = await finding;
      if (!conversation) throw new ConversationNotFound();
      const { chatbotId } = conversation;
      const [models] = await Promise.all([
        this.chatbots.drawable(chatbotId),
        this.access
          .openForConversation(participant.id, chatbotId)
          .then((open) => this.access.assertAgreed(participant.id, open)),
      ]);
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
      const prepare = async (tx: Tx, [first]: readonly string[]): Promise<string | null> => {
        const locked = await this.conversations.lockAndTouch(tx, conversationId, first);
        if (!locked) throw new ConversationNotFound();
        if (await this.conversations.hasPendingTurn(tx, conversationId)) throw new TurnPending();
        return this.parentOf(tx, conversationId, place, locked.before);
      };
      const { revealModels } = conversation;
      return this.accept(participant, turn, { revealModels, models }, prepare);
    });
  }

  private async accept(
    { id }: ParticipantEntity,
    turn: NewTurn,
    chatbot: Parameters<typeof newTurnView>[2],
    prepare?: (tx: Tx, candidateIds: readonly string[]) => Promise<string | null>,
  ): Promise<Required<SentTurn>> {
    const accepted = await this.readers.hear(id, turn.drawn.length, (early) =>
      this.turns.accept(turn, prepare, early),
    );
    const { conversationId, turnId } = accepted;
    return { conversationId, turnId, turn: newTurnView(turn, accepted, chatbot) };
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

  private once<Sent extends SentMessage>(
    participant: ParticipantEntity,
    text: string,
    key: string,
    send: () => Promise<Sent>,
  ): Promise<Sent | SentMessage> {
    const earlier = async (): Promise<SentMessage | undefined> => {
      const turn = await this.conversations.findByKey(key);
      if (!turn) return undefined;
      if (turn.participantId !== participant.id || turn.text !== text)
        throw new IdempotencyKeyReused();
      return { conversationId: turn.conversationId, turnId: turn.id };
    };
    return onceByKey<Sent | SentMessage>(earlier, send);
  }
}

function parentIn(turn: TurnRow): string {
  const next = nextParent(turn, Math.random);
  if ('candidateId' in next) return next.candidateId;
  throw next.refused === 'turn_pending' ? new TurnPending() : new RankingRequired();
}
