import { Inject, Injectable } from '@nestjs/common';
import type { AnalyticsWorkerConfig } from '@koi/config';
import { Transactions } from '@koi/database';
import type { Logger } from '@koi/observability';
import { CONFIG, LOGGER } from '@koi/service';
import { RetentionRepository } from './retention.repository.js';

const DAY_MS = 86_400_000;

/** How many one run erases at most; the next goes on. */
const MAX_ERASURES = 500;

/** Erases people who have been away for longer than the retention time, when one is set. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly transactions: Transactions,
    private readonly retention: RetentionRepository,
    @Inject(CONFIG) private readonly config: AnalyticsWorkerConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns how many were erased. Each in a transaction of its own; the sweep of rollups finds their marks. */
  async eraseInactive(now = new Date()): Promise<number> {
    const days = this.config.KOI_RETENTION_DAYS;
    if (days === undefined) return 0;
    const since = new Date(now.getTime() - days * DAY_MS);
    const inactive = await this.retention.inactiveSince(since, MAX_ERASURES);
    for (const id of inactive) await this.transactions.run((tx) => this.retention.erase(tx, id));
    if (inactive.length > 0)
      this.logger.info({ erased: inactive.length, days }, 'retention time is over: erased');
    return inactive.length;
  }
}
