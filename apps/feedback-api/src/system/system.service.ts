import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import type { QueueStatus, SystemStatus } from '@koi/contracts';
import { HEARTBEAT_MS, type ServiceHeartbeatEntity } from '@koi/database';
import type { QueueBackend } from '@koi/queues';
import { CONFIG, QUEUE_BACKEND } from '@koi/service';
import { WatchedQueues, type WatchedQueue } from '../dead-letters/watched-queues.js';
import { folderSize } from './folder-size.js';
import { SystemRepository } from './system.repository.js';

/** A process that has missed three beats is taken for dead. */
const SILENT_MS = 3 * HEARTBEAT_MS;

const { version: koiVersion } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

type Beat = ServiceHeartbeatEntity & { readonly running: boolean };

/** How this koi does: queues, processes, storage, versions. */
@Injectable()
export class SystemService {
  constructor(
    private readonly system: SystemRepository,
    private readonly queues: WatchedQueues,
    @Inject(QUEUE_BACKEND) private readonly backend: QueueBackend,
    @Inject(CONFIG) private readonly config: Pick<FeedbackApiConfig, 'KOI_STORAGE_DIR'>,
  ) {}

  async status(): Promise<SystemStatus> {
    const now = new Date();
    const [beats, storage, versions, migrations] = await Promise.all([
      this.beats(now),
      this.storage(),
      this.versions(),
      this.system.migrations(),
    ]);
    const queues = await Promise.all(
      this.queues.all.map((queue) => this.queueStatus(queue, beats, now)),
    );
    const services = beats.map(({ queues: worked, ...beat }) => ({
      ...beat,
      queues: Object.keys(worked),
      startedAt: beat.startedAt.toISOString(),
      seenAt: beat.seenAt.toISOString(),
    }));
    return { at: now.toISOString(), queues, services, storage, versions, migrations };
  }

  private async beats(now: Date): Promise<Beat[]> {
    const beats = await this.system.heartbeats();
    return beats.map((beat) => ({
      ...beat,
      running: now.getTime() - beat.seenAt.getTime() < SILENT_MS,
    }));
  }

  private async queueStatus(
    { name, jobs }: WatchedQueue,
    beats: readonly Beat[],
    now: Date,
  ): Promise<QueueStatus> {
    const { counts, paused, oldestWaitingSince } = await jobs.health();
    // A trainer may be any program; koi sees its jobs, not its process.
    const seen = name !== 'training';
    const { waiting, delayed, active, failed } = counts;
    const lagMs = oldestWaitingSince && Math.max(0, now.getTime() - oldestWaitingSince.getTime());
    const workers = beats.filter((one) => one.running && one.queues[name]);
    const lastHour = (end: 'completed' | 'failed'): number =>
      workers.reduce((sum, { queues }) => sum + (queues[name]?.[end] ?? 0), 0);
    return {
      name,
      waiting,
      delayed,
      active,
      failed,
      paused,
      lagSeconds: lagMs === undefined ? null : lagMs / 1_000,
      completedLastHour: seen ? lastHour('completed') : null,
      failedLastHour: seen ? lastHour('failed') : null,
      workers: seen ? workers.length : null,
    };
  }

  private async storage(): Promise<SystemStatus['storage']> {
    const [databaseBytes, tables, datasets] = await Promise.all([
      this.system.databaseBytes(),
      this.system.largestTables(),
      folderSize(join(this.config.KOI_STORAGE_DIR, 'datasets')),
    ]);
    return { databaseBytes, tables, datasets };
  }

  private async versions(): Promise<SystemStatus['versions']> {
    const [postgres, redis] = await Promise.all([
      this.system.postgresVersion(),
      this.backend.version(),
    ]);
    return { koi: koiVersion, node: process.version, postgres, redis: redis ?? null };
  }
}
