import { Injectable } from '@nestjs/common';
import type { FeedbackMode } from '@koi/contracts';
import { Transactions } from '@koi/database';

/** The invite that counts for somebody at a chatbot. */
export interface CountingInvite {
  readonly id: string;
  readonly consentText: string | null;
  readonly feedbackMode: FeedbackMode | null;
}

/** Rows of a participant that a path can name. */
export interface Named {
  readonly conversationId?: string | undefined;
  readonly turnId?: string | undefined;
  readonly candidateId?: string | undefined;
}

/** True of a chatbot `b` that is open to the participant whose id the SQL `participant` gives. */
export const openTo = (participant: string): string => `(b.access = 'public' or exists (
  select 1 from participant_invite pi join invite i on i.id = pi.invite_id and i.revoked_at is null
  join invite_chatbot ic on ic.invite_id = i.id
  where pi.participant_id = ${participant} and ic.chatbot_id = b.id))`;

@Injectable()
export class AccessRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The latest invite of theirs that opens the chatbot and was not revoked. */
  async invite(participantId: string, chatbotId: string): Promise<CountingInvite | undefined> {
    const [row] = await this.transactions.manager.query<CountingInvite[]>(
      `select i.id, i.consent_text as "consentText", i.feedback_mode as "feedbackMode"
       from participant_invite pi join invite i on i.id = pi.invite_id and i.revoked_at is null
       join invite_chatbot ic on ic.invite_id = i.id
       where pi.participant_id = $1 and ic.chatbot_id = $2
       order by pi.redeemed_at desc, i.id desc limit 1`,
      [participantId, chatbotId],
    );
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
    const rows = await this.transactions.manager.query<unknown[]>(
      `select 1 from consent where participant_id = $1 and chatbot_id = $2 and text_hash = $3`,
      [participantId, chatbotId, textHash],
    );
    return rows.length > 0;
  }

  /** Whether the named row is the participant's own and its chatbot is closed to them now. */
  async isClosed(
    participantId: string,
    { conversationId, turnId, candidateId }: Named,
  ): Promise<boolean> {
    const rows = await this.transactions.manager.query<unknown[]>(
      `select 1 from conversation c join chatbot b on b.id = c.chatbot_id
       where c.participant_id = $1 and not ${openTo('$1')}
         and c.id = coalesce($2::uuid,
           (select t.conversation_id from turn t where t.id = coalesce($3::uuid,
             (select a.turn_id from candidate a where a.id = $4::uuid))))`,
      [participantId, conversationId ?? null, turnId ?? null, candidateId ?? null],
    );
    return rows.length > 0;
  }
}
