import { Injectable } from '@nestjs/common';
import type { CreateUserBody, UserRecord } from '@koi/contracts';
import {
  DashboardUserEntity,
  findUsers,
  insertPasswordLink,
  insertUser,
  Transactions,
  type Tx,
} from '@koi/database';

@Injectable()
export class UsersRepository {
  constructor(private readonly transactions: Transactions) {}

  list(): Promise<UserRecord[]> {
    return findUsers(this.transactions.manager);
  }

  async find(tx: Tx, id: string): Promise<UserRecord | undefined> {
    return (await findUsers(tx, id))[0];
  }

  insert(tx: Tx, given: CreateUserBody): Promise<string> {
    return insertUser(tx, given);
  }

  newLink(tx: Tx, userId: string): Promise<string> {
    return insertPasswordLink(tx, userId);
  }

  async change(
    tx: Tx,
    id: string,
    changes: Partial<Pick<DashboardUserEntity, 'name' | 'role' | 'disabledAt'>>,
  ): Promise<void> {
    if (Object.keys(changes).length > 0) await tx.update(DashboardUserEntity, { id }, changes);
  }
}
