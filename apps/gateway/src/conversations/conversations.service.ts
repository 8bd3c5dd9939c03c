import { Injectable } from '@nestjs/common';
import type {
  ConversationSummary,
  ConversationView,
  QueryOutputOf,
  TurnView,
} from '@koi/contracts';
import { listConversations } from '@koi/contracts';
import { CandidateNotFound, ConversationNotFound, TurnNotFound } from './conversations.errors.js';
import { ConversationsRepository } from './conversations.repository.js';
import { decodeCursor, encodeCursor } from './conversation-cursor.js';
import { toConversationSummary, toTurnView } from './turn-view.js';

/** Reads and keeps a participant's own conversations. */
@Injectable()
export class ConversationsService {
  constructor(private readonly conversations: ConversationsRepository) {}

  async list(
    participantId: string,
    { cursor, limit, chatbot, search }: QueryOutputOf<typeof listConversations>,
  ): Promise<{ items: ConversationSummary[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.conversations.list(participantId, {
      limit: limit + 1,
      ...(chatbot ? { chatbot } : {}),
      ...(search ? { search } : {}),
      ...(before ? { before } : {}),
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(toConversationSummary),
      nextCursor: rows.length > limit && last ? encodeCursor(last) : null,
    };
  }

  async view(participantId: string, id: string): Promise<ConversationView> {
    const [conversation, turns] = await Promise.all([
      this.conversations.find(id, participantId),
      this.conversations.turns(id),
    ]);
    if (!conversation) throw new ConversationNotFound();
    return {
      ...toConversationSummary(conversation),
      feedbackMode: conversation.feedbackMode,
      turns: turns.map(toTurnView),
      currentCandidateId: conversation.currentCandidateId,
    };
  }

  /** Remembers which path its participant looks at, for a reload and for their other devices. */
  async choosePath(participantId: string, id: string, candidateId: string): Promise<void> {
    if (!(await this.conversations.find(id, participantId))) throw new ConversationNotFound();
    if (!(await this.conversations.setCurrent(id, candidateId))) throw new CandidateNotFound();
  }

  async turn(participantId: string, turnId: string): Promise<TurnView> {
    const turn = await this.conversations.findTurn(turnId, participantId);
    if (!turn) throw new TurnNotFound();
    return toTurnView(turn);
  }

  /** Renames a conversation, brings a deleted one back, or both. */
  async change(
    participantId: string,
    id: string,
    change: { title?: string | undefined; deleted?: false | undefined },
  ): Promise<ConversationSummary> {
    if (change.deleted === false) await this.conversations.setDeleted(id, participantId, null);
    if (change.title !== undefined)
      await this.conversations.rename(id, participantId, change.title);
    const conversation = await this.conversations.find(id, participantId);
    if (!conversation) throw new ConversationNotFound();
    return toConversationSummary(conversation);
  }

  async delete(participantId: string, id: string): Promise<void> {
    if (!(await this.conversations.setDeleted(id, participantId, new Date())))
      throw new ConversationNotFound();
  }
}
