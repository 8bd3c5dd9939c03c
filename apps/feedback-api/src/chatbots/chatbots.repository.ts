import { Injectable } from '@nestjs/common';
import type { ModelRole, ReasonSet } from '@koi/contracts';
import {
  ChatbotEntity,
  ModelEntity,
  saveChatbot,
  saveReasons,
  saveTeamDraw,
  Transactions,
  type ChatbotToSave,
  type DrawEntry,
  type Tx,
} from '@koi/database';
import { In } from 'typeorm';

interface DrawRow extends DrawEntry {
  readonly label: string;
  readonly enabled: boolean;
  readonly overridden: boolean;
  readonly fileWeight: number | null;
  readonly fileRole: ModelRole | null;
}

export interface ChatbotRow extends ChatbotEntity {
  readonly draw: DrawRow[];
  /** The latest version of what people may give as reasons. */
  readonly reasons: ReasonSet | undefined;
}

@Injectable()
export class ChatbotsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Every chatbot in the order of the page, or the one with this id. */
  async find(id?: string, tx: Tx = this.transactions.manager): Promise<ChatbotRow[]> {
    const chatbots = await tx.find(ChatbotEntity, {
      ...(id === undefined ? {} : { where: { id } }),
      order: { position: 'ASC', slug: 'ASC' },
    });
    const drawn = await tx.query<(DrawRow & { chatbotId: string })[]>(
      `select d.chatbot_id as "chatbotId", m.name as model, m.label, m.enabled, d.weight, d.role, d.overridden,
              d.file_weight as "fileWeight", d.file_role as "fileRole"
       from chatbot_model d join model m on m.id = d.model_id
       where $1::uuid is null or d.chatbot_id = $1 order by m.name`,
      [id ?? null],
    );
    const reasons = await tx.query<{ id: string; reasons: ReasonSet }[]>(
      `select distinct on (chatbot_id) chatbot_id as id, reasons from chatbot_reasons
       where $1::uuid is null or chatbot_id = $1 order by chatbot_id, version desc`,
      [id ?? null],
    );
    return chatbots.map((chatbot) => ({
      ...chatbot,
      reasons: reasons.find((row) => row.id === chatbot.id)?.reasons,
      draw: drawn
        .filter(({ chatbotId }) => chatbotId === chatbot.id)
        .map(({ chatbotId: _, ...entry }) => entry),
    }));
  }

  /** Makes other changes of the chatbot wait until this transaction ends. */
  async lock(tx: Tx, id: string): Promise<ChatbotRow | undefined> {
    await tx.query('select 1 from chatbot where id = $1 for update', [id]);
    return (await this.find(id, tx))[0];
  }

  idOf(tx: Tx, slug: string): Promise<Pick<ChatbotEntity, 'id'> | null> {
    return tx.findOne(ChatbotEntity, { select: { id: true }, where: { slug } });
  }

  /** Those of these names that are models. */
  async modelNames(tx: Tx, names: readonly string[]): Promise<string[]> {
    const models = await tx.find(ModelEntity, { where: { name: In([...names]) } });
    return models.map(({ name }) => name);
  }

  async save(tx: Tx, chatbot: ChatbotToSave): Promise<void> {
    await saveChatbot(tx, chatbot);
    const row = await this.idOf(tx, chatbot.slug);
    if (row) await saveReasons(tx, row.id, chatbot.config.reasons);
  }

  saveDraw(tx: Tx, chatbotId: string, draw: readonly DrawEntry[]): Promise<void> {
    return saveTeamDraw(tx, chatbotId, draw);
  }

  /** Of a chatbot of koi.yaml the team's word is kept, so that the next start does not undo it. */
  async switch(tx: Tx, { id, source }: ChatbotEntity, enabled: boolean): Promise<void> {
    const heldOff = source === 'koi_yaml' && !enabled;
    await tx.query(
      'update chatbot set enabled = $2, held_off = $3, updated_at = now() where id = $1',
      [id, enabled, heldOff],
    );
  }
}
