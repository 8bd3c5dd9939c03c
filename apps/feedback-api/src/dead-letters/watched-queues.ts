import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  analyticsQueue,
  datasetsQueue,
  feedbackQueue,
  generationQueue,
  maintenanceQueue,
  probesQueue,
  trainingQueue,
  type AnyQueue,
  type QueueName,
} from '@koi/contracts';
import { Producer, type QueueBackend } from '@koi/queues';
import { QUEUE_BACKEND } from '@koi/service';

export interface WatchedQueue {
  readonly name: QueueName;
  readonly definition: AnyQueue;
  readonly jobs: Producer;
}

const definitions: Readonly<Record<QueueName, AnyQueue>> = {
  generation: generationQueue,
  feedback: feedbackQueue,
  analytics: analyticsQueue,
  datasets: datasetsQueue,
  training: trainingQueue,
  maintenance: maintenanceQueue,
  probes: probesQueue,
};

/** Every queue of koi, to look at and to repair; nothing is ever added here. */
@Injectable()
export class WatchedQueues implements OnApplicationShutdown {
  readonly all: readonly WatchedQueue[];

  constructor(@Inject(QUEUE_BACKEND) backend: QueueBackend) {
    this.all = Object.entries(definitions).map(([name, definition]) => ({
      name: name as QueueName,
      definition,
      jobs: new Producer(definition, backend),
    }));
  }

  named(name: QueueName): WatchedQueue {
    const queue = this.all.find((one) => one.name === name);
    if (!queue) throw new Error(`There is no queue ${name}.`);
    return queue;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map(({ jobs }) => jobs.close()));
  }
}
