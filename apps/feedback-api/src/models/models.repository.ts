import { Injectable } from '@nestjs/common';
import { ModelEntity, saveModel, Transactions, type ModelToSave, type Tx } from '@koi/database';

export interface ModelRow extends ModelEntity {
  /** Slugs of the chatbots that draw it. */
  readonly chatbots: string[];
}

@Injectable()
export class ModelsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Every model by name, or the one with this id. */
  async find(id?: string, tx: Tx = this.transactions.manager): Promise<ModelRow[]> {
    const models = await tx.find(ModelEntity, {
      ...(id === undefined ? {} : { where: { id } }),
      order: { name: 'ASC' },
    });
    const drawn = await tx.query<{ id: string; slugs: string[] }[]>(
      `select d.model_id as id, array_agg(b.slug order by b.slug) as slugs
       from chatbot_model d join chatbot b on b.id = d.chatbot_id
       where d.role <> 'off' and b.enabled and ($1::uuid is null or d.model_id = $1) group by d.model_id`,
      [id ?? null],
    );
    const slugs = new Map(drawn.map((row) => [row.id, row.slugs]));
    return models.map((model) => ({ ...model, chatbots: slugs.get(model.id) ?? [] }));
  }

  /** Makes other changes of the model wait until this transaction ends. */
  async lock(tx: Tx, id: string): Promise<ModelRow | undefined> {
    await tx.query('select 1 from model where id = $1 for update', [id]);
    return (await this.find(id, tx))[0];
  }

  idOf(tx: Tx, name: string): Promise<Pick<ModelEntity, 'id'> | null> {
    return tx.findOne(ModelEntity, { select: { id: true }, where: { name } });
  }

  async save(tx: Tx, model: ModelToSave): Promise<void> {
    await saveModel(tx, model);
  }

  /** Of a model of koi.yaml the team's word is kept, so that the next start does not undo it. */
  async switch(tx: Tx, { id, source }: ModelEntity, enabled: boolean): Promise<void> {
    const heldOff = source === 'koi_yaml' && !enabled;
    await tx.query(
      'update model set enabled = $2, held_off = $3, updated_at = now() where id = $1',
      [id, enabled, heldOff],
    );
  }
}
