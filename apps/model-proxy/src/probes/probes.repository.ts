import { Injectable } from '@nestjs/common';
import { ModelEntity, Transactions } from '@koi/database';

@Injectable()
export class ProbesRepository {
  constructor(private readonly transactions: Transactions) {}

  /** A model, whether it is switched on or not. */
  findModel(id: string): Promise<ModelEntity | null> {
    return this.transactions.manager.findOneBy(ModelEntity, { id });
  }
}
