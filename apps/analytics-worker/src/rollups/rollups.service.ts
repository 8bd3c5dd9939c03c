import { Injectable } from '@nestjs/common';
import { Transactions } from '@koi/database';
import { ALL_TIME, hourOf, RollupsRepository } from './rollups.repository.js';

const MINUTE_MS = 60_000;

/**
 * Keeps `stats_minute` and `stats_hour` equal to what the source tables say, by recomputing whole minutes.
 *
 * A writer commits its change together with a `dirty_bucket` row. The recompute deletes the rows it can see and reads
 * the sources in later statements of the same READ COMMITTED transaction, so it sees every change whose mark it
 * deleted; a change committed later has a mark of its own, and is counted by the next recompute.
 */
@Injectable()
export class RollupsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly rollups: RollupsRepository,
  ) {}

  /** Recomputes one minute and its hour; false when it is not dirty. Safe to run twice, and twice at once. */
  recompute(minute: Date): Promise<boolean> {
    const span = { from: minute, to: new Date(minute.getTime() + MINUTE_MS) };
    return this.transactions.run(async (tx) => {
      await this.rollups.lockOutRebuild(tx);
      await this.rollups.lockMinute(tx, minute);
      if (!(await this.rollups.takeDirty(tx, span))) return false;
      await this.rollups.replaceMinutes(tx, span);
      // Late, so that other minutes of the hour wait as short as possible; the statement after it sees their rows.
      await this.rollups.lockHour(tx, minute);
      await this.rollups.replaceHours(tx, hourOf(minute));
      return true;
    });
  }

  /** Recomputes every minute that is dirty now; returns how many. Makes good for nudges that were lost. */
  async sweep(): Promise<number> {
    let recomputed = 0;
    for (const minute of await this.rollups.dirtyMinutes()) {
      if (await this.recompute(minute)) recomputed += 1;
    }
    return recomputed;
  }

  /** Computes all rollups anew, with the same statements; returns the number of rows. Other recomputes wait. */
  rebuildAll(): Promise<number> {
    return this.transactions.run(async (tx) => {
      await this.rollups.lockForRebuild(tx);
      await this.rollups.takeDirty(tx, ALL_TIME);
      const minutes = await this.rollups.replaceMinutes(tx, ALL_TIME);
      return minutes + (await this.rollups.replaceHours(tx, ALL_TIME));
    });
  }
}
