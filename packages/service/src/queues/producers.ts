import { Inject, type Provider } from '@nestjs/common';
import type { AnyQueue } from '@koi/contracts';
import { Producer, Requester, type QueueBackend, type Relay } from '@koi/queues';
import { QUEUE_BACKEND, RELAY } from '../tokens.js';

const producerToken = (queue: AnyQueue): string => `koi:producer:${queue.name}`;
const requesterToken = (queue: AnyQueue): string => `koi:requester:${queue.name}`;

/** Injects the producer of a queue; the feature's module provides it with `provideProducer`. */
export const InjectProducer = (queue: AnyQueue): ParameterDecorator => Inject(producerToken(queue));

/** Injects the requester of a queue: adds a job and waits for its result. */
export const InjectRequester = (queue: AnyQueue): ParameterDecorator =>
  Inject(requesterToken(queue));

/** Closes with the service (Nest calls `onApplicationShutdown`). */
class ClosingProducer<Queue extends AnyQueue> extends Producer<Queue> {
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

class ClosingRequester<Queue extends AnyQueue> extends Requester<Queue> {
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

export function provideProducer(queue: AnyQueue): Provider {
  return {
    provide: producerToken(queue),
    inject: [QUEUE_BACKEND],
    useFactory: (backend: QueueBackend) => new ClosingProducer(queue, backend),
  };
}

export function provideRequester(queue: AnyQueue): Provider {
  return {
    provide: requesterToken(queue),
    inject: [QUEUE_BACKEND, RELAY],
    useFactory: (backend: QueueBackend, relay: Relay) =>
      new ClosingRequester(queue, backend, relay),
  };
}
