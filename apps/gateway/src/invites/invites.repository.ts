import { Injectable } from '@nestjs/common';
import {
  InviteEntity,
  ParticipantInviteEntity,
  Transactions,
  type ChatbotEntity,
  type Tx,
} from '@koi/database';

export type InviteChatbot = Pick<
  ChatbotEntity,
  'id' | 'slug' | 'title' | 'description' | 'consentText'
>;

@Injectable()
export class InvitesRepository {
  constructor(private readonly transactions: Transactions) {}

  find(tokenHash: string): Promise<InviteEntity | null> {
    return this.transactions.manager.findOneBy(InviteEntity, { tokenHash });
  }

  /** Reads it anew and holds it, so that of two people who come at once only one gets the last use. */
  lock(tx: Tx, id: string): Promise<InviteEntity> {
    return tx.findOneOrFail(InviteEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** The chatbots it opens that are enabled, in the order of the page. */
  chatbots(inviteId: string): Promise<InviteChatbot[]> {
    return this.transactions.manager.query<InviteChatbot[]>(
      `select b.id, b.slug, b.title, b.description, b.consent_text as "consentText"
       from invite_chatbot ic join chatbot b on b.id = ic.chatbot_id
       where ic.invite_id = $1 and b.enabled order by b.position, b.slug`,
      [inviteId],
    );
  }

  hasRedeemed(tx: Tx, participantId: string, inviteId: string): Promise<boolean> {
    return tx.existsBy(ParticipantInviteEntity, { participantId, inviteId });
  }

  /** Notes that a participant came by it, and counts the use. */
  async redeem(tx: Tx, participantId: string, inviteId: string): Promise<void> {
    await tx.insert(ParticipantInviteEntity, { participantId, inviteId });
    await tx.increment(InviteEntity, { id: inviteId }, 'uses', 1);
  }

  get manager(): Tx {
    return this.transactions.manager;
  }
}
