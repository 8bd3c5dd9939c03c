import type { analyticsQueue } from '@koi/contracts';
import { Transactions } from '@koi/database';
import { createLogger } from '@koi/observability';
import type { Producer } from '@koi/queues';
import type { DataSource } from 'typeorm';
import { FeedbackRepository } from '../src/feedback/feedback.repository.js';
import { FeedbackService } from '../src/feedback/feedback.service.js';

/** Stores feedback as the worker does, and tells nobody. */
export const silentFeedback = (dataSource: DataSource): FeedbackService =>
  new FeedbackService(
    new Transactions(dataSource),
    new FeedbackRepository(),
    { add: () => Promise.resolve('') } as unknown as Producer<typeof analyticsQueue>,
    createLogger({ service: 'test', level: 'silent' }),
    { publish: () => Promise.resolve() },
  );
