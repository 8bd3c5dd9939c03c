import { Inject, Injectable } from '@nestjs/common';
import { STATISTICS_TOPIC } from '@koi/contracts';
import { Transactions } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY, tellDashboards } from '@koi/service';
import { LEVELS } from './rollup-sql.js';
import { ALL_TIME, RollupsRepository, spanOf } from './rollups.repository.js';

/** More dirty minutes than this are computed anew with everything else: one pass costs less than so many. */
const REBUILD_ABOVE = 5_000;

const [MINUTE, ...COARSER] = LEVELS;

/**
 * Keeps `stats_minute`, and the hours, days and subtotals made of it, equal to what the source tables say, by recomputing
 * whole minutes.
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
    @Inject(RELAY) private readonly relay: Pick<Relay, 'publish'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Recomputes one minute, its hour and its day; false when it is not dirty. Safe to run twice, and twice at once. */
  async recompute(minute: Date): Promise<boolean> {
    return (await this.recomputeInHour([minute])) > 0;
  }

  /** Recomputes every minute that is dirty now; returns how many. Makes good for nudges that were lost. */
  async sweep(): Promise<number> {
    const dirty = await this.rollups.dirtyMinutes(REBUILD_ABOVE + 1);
    if (dirty.length > REBUILD_ABOVE) return this.rebuildAll();
    let recomputed = 0;
    for (const minutes of byHour(dirty)) recomputed += await this.recomputeInHour(minutes);
    return recomputed;
  }

  /** Computes all rollups anew, with the same statements; returns the number of rows. Other recomputes wait. */
  async rebuildAll(): Promise<number> {
    const rows = await this.transactions.run(async (tx) => {
      await this.rollups.lockForRebuild(tx);
      await this.rollups.takeDirty(tx, ALL_TIME);
      let rows = 0;
      for (const level of LEVELS) rows += await this.rollups.replace(tx, level, ALL_TIME);
      return rows;
    });
    void tellDashboards(STATISTICS_TOPIC, this.relay, this.logger);
    return rows;
  }

  /** Minutes of one hour, in their order: every recompute takes its locks in the order of time, then hour, then day. */
  private async recomputeInHour(minutes: readonly Date[]): Promise<number> {
    const count = await this.transactions.run(async (tx) => {
      await this.rollups.lockOutRebuild(tx);
      let recomputed = 0;
      for (const minute of minutes) {
        const span = spanOf('minute', minute);
        await this.rollups.lock(tx, MINUTE, minute);
        if (!(await this.rollups.takeDirty(tx, span))) continue;
        await this.rollups.replace(tx, MINUTE, span);
        recomputed += 1;
      }
      const [first] = minutes;
      if (!first || recomputed === 0) return recomputed;
      for (const level of COARSER) {
        // Late, so that other minutes wait as short as possible; the statement after it sees their rows.
        await this.rollups.lock(tx, level, first);
        await this.rollups.replace(tx, level, spanOf(level.unit, first));
      }
      return recomputed;
    });
    if (count > 0) void tellDashboards(STATISTICS_TOPIC, this.relay, this.logger);
    return count;
  }
}

function byHour(minutes: readonly Date[]): Iterable<Date[]> {
  const hours = new Map<number, Date[]>();
  for (const minute of minutes) {
    const hour = spanOf('hour', minute).from.getTime();
    hours.set(hour, [...(hours.get(hour) ?? []), minute]);
  }
  return hours.values();
}
