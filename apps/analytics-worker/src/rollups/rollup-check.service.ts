import { Inject, Injectable } from '@nestjs/common';
import { markDirty, Transactions, type RollupDifference } from '@koi/database';
import type { Logger } from '@koi/observability';
import { LOGGER } from '@koi/service';
import { RollupCheckRepository } from './rollup-check.repository.js';
import { LEVELS } from './rollup-sql.js';
import { spanOf } from './rollups.repository.js';

/** So many days are compared in one night, drawn at random: all of a young koi, and all of an old one in time. */
const DAYS = 60;
const EXAMPLES = 20;
const NIGHT_HOUR = 3;
const DAY_MS = 86_400_000;

/** The latest 03:00 UTC. */
export function lastNight(now: Date): Date {
  const night = new Date(now);
  night.setUTCHours(NIGHT_HOUR, 0, 0, 0);
  return night <= now ? night : new Date(night.getTime() - DAY_MS);
}

/**
 * Compares stored rollups with the rows behind them: minutes with the source tables, hours with minutes, days with
 * hours. What differs is logged, kept for the dashboard, and marked to be computed anew.
 */
@Injectable()
export class RollupCheckService {
  constructor(
    private readonly transactions: Transactions,
    private readonly checks: RollupCheckRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Once a night, and at the first start; returns the number of differences. */
  async checkIfDue(now: Date): Promise<number> {
    const last = await this.checks.lastStart();
    return last && last >= lastNight(now) ? 0 : this.check();
  }

  /** Returns the number of rows that differ. Safe to run at any time, and twice at once. */
  async check(): Promise<number> {
    const startedAt = new Date();
    const days = await this.checks.randomDays(DAYS);
    const found: RollupDifference[] = [];
    let buckets = 0;
    for (const day of days) {
      const seen = await this.checkDay(day);
      buckets += seen.buckets;
      found.push(...seen.differences);
    }
    if (found.length > 0) {
      const examples = found.slice(0, EXAMPLES);
      this.logger.error(
        { differences: found.length, examples },
        'rollups were not what they should be',
      );
    }
    await this.transactions.run(async (tx) => {
      await markDirty(
        tx,
        found.map(({ bucket }) => new Date(bucket)),
      );
      await this.checks.save(tx, {
        startedAt,
        endedAt: new Date(),
        days: days.length,
        buckets,
        differences: found.length,
        examples: found.slice(0, EXAMPLES),
      });
    });
    return found.length;
  }

  /** On one view of the data: a recompute moves marks and rows together, so it shows both or neither. */
  private checkDay(day: Date): Promise<{ buckets: number; differences: RollupDifference[] }> {
    const span = spanOf('day', day);
    return this.transactions.snapshot(async (tx) => {
      const differences: RollupDifference[] = [];
      let buckets = 0;
      for (const level of LEVELS) {
        buckets += await this.checks.countRows(tx, level, span);
        differences.push(...(await this.checks.differences(tx, level, span)));
      }
      return { buckets, differences };
    });
  }
}
