import { Injectable } from '@nestjs/common';
import type { FeedbackMode, InviteState, InviteTerms } from '@koi/contracts';
import {
  ChatbotEntity,
  InviteChatbotEntity,
  InviteEntity,
  Transactions,
  type Tx,
} from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

export interface InviteRow extends Keyset, InviteTerms {
  readonly label: string;
  readonly chatbots: string[];
  readonly messagesPerDay: number | null;
  readonly tokensPerDay: number | null;
  readonly messagesToday: number;
  readonly consentText: string | null;
  readonly feedbackMode: FeedbackMode | null;
  readonly people: number;
  readonly conversations: number;
  readonly createdAt: Date;
}

const INVITE = `
  select i.id, ${keysetMoment('i.created_at')} as at, i.label, i.expires_at as "expiresAt", i.max_uses as "maxUses", i.uses,
         i.messages_per_day as "messagesPerDay", i.tokens_per_day as "tokensPerDay", i.consent_text as "consentText",
         i.feedback_mode as "feedbackMode", i.created_at as "createdAt", i.revoked_at as "revokedAt",
         array(select b.slug from invite_chatbot ic join chatbot b on b.id = ic.chatbot_id
               where ic.invite_id = i.id order by b.position, b.slug) as chatbots,
         (select count(*) from participant_invite pi where pi.invite_id = i.id) as people,
         (select count(*) from conversation v join participant p on p.id = v.participant_id
          where v.invite_id = i.id and p.excluded_at is null) as conversations,
         (select count(*) from turn t join conversation v on v.id = t.conversation_id
          where v.invite_id = i.id and t.created_at >= date_trunc('day', now(), 'UTC')) as "messagesToday"
  from invite i`;

/** The same rule as `inviteStateOf` of the contracts. */
const STATE = `case when i.revoked_at is not null then 'revoked' when i.expires_at <= now() then 'expired'
  when i.uses >= i.max_uses then 'used_up' else 'open' end`;

@Injectable()
export class InvitesRepository {
  constructor(private readonly transactions: Transactions) {}

  page(
    filter: { readonly state?: InviteState | undefined; readonly search?: string | undefined },
    after: Keyset | undefined,
    limit: number,
  ): Promise<InviteRow[]> {
    return this.transactions.manager.query<InviteRow[]>(
      `${INVITE}
       where ($1::text is null or ${STATE} = $1) and ($2::text is null or i.label ilike '%' || $2 || '%')
         and ($3::uuid is null or i.id < $3)
       order by i.id desc limit $4`,
      [
        filter.state ?? null,
        filter.search ? escapeLike(filter.search) : null,
        after?.id ?? null,
        limit + 1,
      ],
    );
  }

  async find(tx: Tx, id: string): Promise<InviteRow | undefined> {
    return (await tx.query<InviteRow[]>(`${INVITE} where i.id = $1`, [id]))[0];
  }

  chatbot(tx: Tx, slug: string): Promise<ChatbotEntity | null> {
    return tx.findOneBy(ChatbotEntity, { slug });
  }

  async insert(
    tx: Tx,
    invite: Partial<InviteEntity> & Pick<InviteEntity, 'id' | 'label' | 'tokenHash'>,
    chatbotIds: readonly string[],
  ): Promise<void> {
    await tx.insert(InviteEntity, invite);
    await tx.insert(
      InviteChatbotEntity,
      [...new Set(chatbotIds)].map((chatbotId) => ({ inviteId: invite.id, chatbotId })),
    );
  }

  /** False when there is none. Doing it again changes nothing. */
  async revoke(tx: Tx, id: string): Promise<boolean> {
    const [, affected] = await tx.query<[unknown[], number]>(
      `update invite set revoked_at = coalesce(revoked_at, now()) where id = $1`,
      [id],
    );
    return affected > 0;
  }

  /** Marks the turns that are being answered for people to whom the chatbot is closed by now; returns their ids. */
  async stopClosed(tx: Tx, inviteId: string): Promise<string[]> {
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `update turn t set stop_requested_at = coalesce(t.stop_requested_at, now())
       from conversation v join chatbot b on b.id = v.chatbot_id
       where v.id = t.conversation_id and t.state = 'pending' and b.access = 'invite'
         and v.participant_id in (select participant_id from participant_invite where invite_id = $1)
         and not exists (
           select 1 from participant_invite pi join invite i on i.id = pi.invite_id and i.revoked_at is null
           join invite_chatbot ic on ic.invite_id = i.id and ic.chatbot_id = b.id
           where pi.participant_id = v.participant_id)
       returning t.id`,
      [inviteId],
    );
    return rows.map(({ id }) => id);
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
