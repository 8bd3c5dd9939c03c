import { Injectable } from '@nestjs/common';
import type {
  FeedbackIntake,
  listRefusedFeedback,
  QueryOutputOf,
  ResponseOf,
} from '@koi/contracts';
import { WatchedQueues } from '../dead-letters/watched-queues.js';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { IntakeRepository } from './intake.repository.js';

/** Counts what became of feedback on its way in. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly intake: IntakeRepository,
    private readonly queues: WatchedQueues,
  ) {}

  async count(hours: number): Promise<FeedbackIntake> {
    const from = new Date(Date.now() - hours * 3_600_000);
    const [accepted, refused, { waiting, delayed, active, failed }] = await Promise.all([
      this.intake.accepted(from),
      this.intake.refused(from),
      this.queues.named('feedback').jobs.counts(),
    ]);
    return {
      hours,
      from: from.toISOString(),
      accepted,
      refused,
      queued: waiting + delayed + active,
      deadLetters: failed,
    };
  }

  async refusals({
    code,
    from,
    cursor,
    limit,
  }: QueryOutputOf<typeof listRefusedFeedback>): Promise<ResponseOf<typeof listRefusedFeedback>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const found = await this.intake.refusals({ code, from, after, count: limit + 1 });
    const { rows, nextCursor } = pageOfRows(found, limit);
    return {
      items: rows.map(({ refusedAt, command, ...row }) => ({
        ...row,
        refusedAt: refusedAt.toISOString(),
        command: command as ResponseOf<typeof listRefusedFeedback>['items'][number]['command'],
      })),
      nextCursor,
    };
  }
}
