import { Injectable } from '@nestjs/common';
import type { FeedbackMode } from '@koi/contracts';
import { runPrepared, Transactions } from '@koi/database';

/** The invite that counts for somebody at a chatbot. */
export interface CountingInvite {
  readonly id: string;
  readonly consentText: string | null;
  readonly feedbackMode: FeedbackMode | null;
}

/** True of a chatbot `b` that is open to the participant whose id the SQL `participant` gives. */
export const openTo = (participant: string): string => `(b.access = 'public' or exists (
  select 1 from participant_invite pi join invite i on i.id = pi.invite_id and i.revoked_at is null
  join invite_chatbot ic on ic.invite_id = i.id
  where pi.participant_id = ${participant} and ic.chatbot_id = b.id))`;

const findInvite = {
  name: 'find-counting-invite',
  text: `
    select i.id, i.consent_text as "consentText", i.feedback_mode as "feedbackMode"
    from participant_invite pi join invite i on i.id = pi.invite_id and i.revoked_at is null
    join invite_chatbot ic on ic.invite_id = i.id
    where pi.participant_id = $1 and ic.chatbot_id = $2
    order by pi.redeemed_at desc, i.id desc limit 1`,
};

const findAgreement = {
  name: 'find-agreement',
  text: `select from consent where participant_id = $1 and chatbot_id = $2 and text_hash = $3`,
};

@Injectable()
export class AccessRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The latest invite of theirs that opens the chatbot and was not revoked. */
  async invite(participantId: string, chatbotId: string): Promise<CountingInvite | undefined> {
    const { manager } = this.transactions;
    const [row] = await runPrepared<CountingInvite>(manager, findInvite, [
      participantId,
      chatbotId,
    ]);
    return row;
  }

  /** Whether they came by an invite that opens it, revoked or not, or have talked to it. */
  async hasKnown(participantId: string, chatbotId: string): Promise<boolean> {
    const [row] = await this.transactions.manager.query<{ known: boolean }[]>(
      `select exists (select 1 from participant_invite pi join invite_chatbot ic on ic.invite_id = pi.invite_id
                      where pi.participant_id = $1 and ic.chatbot_id = $2)
           or exists (select 1 from conversation where participant_id = $1 and chatbot_id = $2) as known`,
      [participantId, chatbotId],
    );
    return row?.known ?? false;
  }

  async hasAgreed(participantId: string, chatbotId: string, textHash: string): Promise<boolean> {
    const values = [participantId, chatbotId, textHash];
    const rows = await runPrepared(this.transactions.manager, findAgreement, values);
    return rows.length > 0;
  }
}
