import { Injectable } from '@nestjs/common';
import { ChatbotEntity, ModelEntity, Transactions } from '@koi/database';

/** A model a chatbot may draw, with its weight there. */
export interface DrawableModel {
  readonly id: string;
  readonly version: number;
  readonly weight: number;
}

@Injectable()
export class ChatbotsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Enabled chatbots in the order of the page. */
  list(): Promise<ChatbotEntity[]> {
    return this.transactions.manager.find(ChatbotEntity, {
      where: { enabled: true },
      order: { position: 'ASC', slug: 'ASC' },
    });
  }

  findBySlug(slug: string): Promise<ChatbotEntity | null> {
    return this.transactions.manager.findOneBy(ChatbotEntity, { slug, enabled: true });
  }

  findById(id: string): Promise<ChatbotEntity | null> {
    return this.transactions.manager.findOneBy(ChatbotEntity, { id });
  }

  /** The models that may answer now. */
  drawable(chatbotId: string): Promise<DrawableModel[]> {
    return this.transactions.manager.query<DrawableModel[]>(
      `select m.id, m.version, cm.weight
       from chatbot_model cm join model m on m.id = cm.model_id
       where cm.chatbot_id = $1 and cm.role <> 'off' and cm.weight > 0 and m.enabled
       order by m.id`,
      [chatbotId],
    );
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
