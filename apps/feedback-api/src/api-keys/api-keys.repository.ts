import { Injectable } from '@nestjs/common';
import type { ApiKeyRecord } from '@koi/contracts';
import {
  ChatbotEntity,
  findApiKeys,
  insertApiKey,
  markApiKeyRevoked,
  Transactions,
  type Tx,
} from '@koi/database';

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly transactions: Transactions) {}

  list(): Promise<ApiKeyRecord[]> {
    return findApiKeys(this.transactions.manager);
  }

  chatbot(tx: Tx, slug: string): Promise<ChatbotEntity | null> {
    return tx.findOneBy(ChatbotEntity, { slug });
  }

  insert(tx: Tx, given: Parameters<typeof insertApiKey>[1]): Promise<{ id: string; key: string }> {
    return insertApiKey(tx, given);
  }

  async find(tx: Tx, id: string): Promise<ApiKeyRecord | undefined> {
    return (await findApiKeys(tx, id))[0];
  }

  revoke(tx: Tx, id: string): Promise<boolean> {
    return markApiKeyRevoked(tx, id);
  }
}
