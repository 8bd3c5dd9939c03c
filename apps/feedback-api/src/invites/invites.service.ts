import { Inject, Injectable } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import {
  inviteStateOf,
  stopTopic,
  type CreateInviteBody,
  type InviteRecord,
  type listInvites,
  type QueryOutputOf,
} from '@koi/contracts';
import { hashInviteToken, newId, newInviteToken, Transactions, type Tx } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { CONFIG, LOGGER, RELAY } from '@koi/service';
import { AuditService } from '../audit/audit.service.js';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { ChatbotNotFound, InviteNotFound } from './invites.errors.js';
import { InvitesRepository, type InviteRow } from './invites.repository.js';

/** Makes, lists and revokes invite links. */
@Injectable()
export class InvitesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly invites: InvitesRepository,
    private readonly audit: AuditService,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(CONFIG) private readonly config: FeedbackApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async list({ cursor, limit, ...filter }: QueryOutputOf<typeof listInvites>): Promise<{
    items: InviteRecord[];
    nextCursor: string | null;
  }> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const { rows, nextCursor } = pageOfRows(await this.invites.page(filter, after, limit), limit);
    return { items: rows.map(toRecord), nextCursor };
  }

  /** The one time the link itself leaves koi. @throws ChatbotNotFound. */
  create(
    actor: string,
    { chatbots, expiresAt, ...terms }: CreateInviteBody,
  ): Promise<InviteRecord & { link: string }> {
    return this.transactions.run(async (tx) => {
      const chatbotIds: string[] = [];
      for (const slug of chatbots) {
        const chatbot = await this.invites.chatbot(tx, slug);
        if (!chatbot) throw new ChatbotNotFound(slug);
        chatbotIds.push(chatbot.id);
      }
      const [id, token] = [newId(), newInviteToken()];
      const invite = {
        id,
        label: terms.label,
        tokenHash: hashInviteToken(token),
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
        maxUses: terms.maxUses ?? null,
        messagesPerDay: terms.messagesPerDay ?? null,
        tokensPerDay: terms.tokensPerDay ?? null,
        consentText: terms.consentText ?? null,
        feedbackMode: terms.feedbackMode ?? null,
      };
      await this.invites.insert(tx, invite, chatbotIds);
      const row = await this.invites.find(tx, id);
      if (!row) throw new Error('The invite was inserted a moment ago.');
      await this.record(tx, actor, null, row);
      return { ...toRecord(row), link: `${this.config.KOI_CHAT_URL ?? ''}/i/${token}` };
    });
  }

  private record(tx: Tx, actor: string, before: InviteRow | null, after: InviteRow): Promise<void> {
    return this.audit.record(tx, {
      actor,
      action: before ? 'revoked' : 'created',
      subjectKind: 'invite',
      subjectId: after.id,
      subjectName: after.label,
      before: before && told(toRecord(before)),
      after: told(toRecord(after)),
    });
  }

  /**
   * Counts from the next request on, and stops what is being written for those it shuts out; doing it again changes
   * nothing. @throws InviteNotFound.
   */
  async revoke(actor: string, id: string): Promise<void> {
    const stopped = await this.transactions.run(async (tx) => {
      const before = await this.invites.find(tx, id);
      if (!before || !(await this.invites.revoke(tx, id))) throw new InviteNotFound();
      const after = await this.invites.find(tx, id);
      if (after && !before.revokedAt) await this.record(tx, actor, before, after);
      return this.invites.stopClosed(tx, id);
    });
    try {
      await Promise.all(stopped.map((turnId) => this.relay.publish(stopTopic(turnId), { turnId })));
    } catch (error) {
      // The marks are set, and model-proxy looks for them; the message is only quicker.
      this.logger.warn({ err: error, inviteId: id }, 'could not announce stops');
    }
  }
}

/** What the trail of changes keeps: never the link or its token. */
const told = ({
  id: _,
  label: __,
  messagesToday: ___,
  ...terms
}: InviteRecord): Record<string, unknown> => terms;

function toRecord(row: InviteRow): InviteRecord {
  return {
    id: row.id,
    label: row.label,
    state: inviteStateOf(row, new Date()),
    chatbots: row.chatbots,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    maxUses: row.maxUses,
    uses: row.uses,
    people: row.people,
    messagesPerDay: row.messagesPerDay,
    tokensPerDay: row.tokensPerDay,
    messagesToday: row.messagesToday,
    consentText: row.consentText,
    feedbackMode: row.feedbackMode,
    conversations: row.conversations,
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
