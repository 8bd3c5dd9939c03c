import { Injectable } from '@nestjs/common';
import type { ConnectorKind, FeedbackMode, VersionedReasons } from '@koi/contracts';
import {
  ChatbotEntity,
  findPrepared,
  findReasons,
  ModelEntity,
  runPrepared,
  Transactions,
} from '@koi/database';
import { openTo } from '../access/access.repository.js';

/** A model a chatbot may draw, with its weight there. */
export interface DrawableModel {
  readonly id: string;
  readonly version: number;
  readonly label: string;
  readonly weight: number;
}

/** A chatbot that is open to somebody. */
export interface OpenChatbotRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly feedbackMode: FeedbackMode;
  readonly consentText: string | null;
}

export interface ModelSiteRow {
  readonly chatbotId: string;
  readonly connector: ConnectorKind;
  readonly baseUrl: string | null;
}

const bySlug = { name: 'find-chatbot-by-slug', where: 'slug = $1 and enabled' };
const byId = { name: 'find-chatbot', where: 'id = $1' };

const findDrawable = {
  name: 'find-drawable-models',
  text: `
    select m.id, m.version, m.label, cm.weight
    from chatbot_model cm join model m on m.id = cm.model_id
    where cm.chatbot_id = $1 and cm.role <> 'off' and cm.weight > 0 and m.enabled
    order by m.id`,
};

@Injectable()
export class ChatbotsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The enabled chatbots that are open to a participant, each in the mode that their invite gives it. */
  listOpen(participantId: string | undefined): Promise<OpenChatbotRow[]> {
    return this.transactions.manager.query<OpenChatbotRow[]>(
      `select b.id, b.slug, b.title, b.description, b.consent_text as "consentText",
              coalesce((select i.feedback_mode from participant_invite pi
                        join invite i on i.id = pi.invite_id and i.revoked_at is null
                        join invite_chatbot ic on ic.invite_id = i.id and ic.chatbot_id = b.id
                        where pi.participant_id = $1 order by pi.redeemed_at desc, i.id desc limit 1),
                       b.feedback_mode) as "feedbackMode"
       from chatbot b where b.enabled and ${openTo('$1')} order by b.position, b.slug`,
      [participantId ?? null],
    );
  }

  /** Where the models of chatbots answer from. */
  modelSites(chatbotIds: readonly string[]): Promise<ModelSiteRow[]> {
    return this.transactions.manager.query<ModelSiteRow[]>(
      `select distinct cm.chatbot_id as "chatbotId", m.connector, m.settings ->> 'baseUrl' as "baseUrl"
       from chatbot_model cm join model m on m.id = cm.model_id
       where cm.chatbot_id = any($1::uuid[]) and cm.role <> 'off' and m.enabled`,
      [chatbotIds],
    );
  }

  findBySlug(slug: string): Promise<ChatbotEntity | null> {
    return findPrepared(this.transactions.manager, ChatbotEntity, bySlug, [slug]);
  }

  findById(id: string): Promise<ChatbotEntity | null> {
    return findPrepared(this.transactions.manager, ChatbotEntity, byId, [id]);
  }

  /** The hosts that images in answers of enabled chatbots may come from. */
  async imageHosts(): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ host: string }[]>(
      `select distinct host from chatbot b, jsonb_array_elements_text(b.images -> 'show') as host
       where b.enabled and jsonb_typeof(b.images) = 'object' order by host`,
    );
    return rows.map(({ host }) => host);
  }

  /** The reasons its page offers now. */
  reasons(chatbotId: string): Promise<VersionedReasons | undefined> {
    return findReasons(this.transactions.manager, chatbotId);
  }

  /** The models that may answer now. */
  drawable(chatbotId: string): Promise<DrawableModel[]> {
    return runPrepared<DrawableModel>(this.transactions.manager, findDrawable, [chatbotId]);
  }

  /** The connectors behind a chatbot, so that its page can say who speaks. */
  async connectors(chatbotId: string): Promise<string[]> {
    const rows = await this.transactions.manager
      .createQueryBuilder(ModelEntity, 'm')
      .innerJoin('chatbot_model', 'cm', 'cm.model_id = m.id')
      .where(`cm.chatbot_id = :chatbotId and cm.role <> 'off' and m.enabled`, { chatbotId })
      .getMany();
    return [...new Set(rows.map(({ connector }) => connector))];
  }
}
