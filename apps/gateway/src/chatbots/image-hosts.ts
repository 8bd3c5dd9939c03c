import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ChatbotsRepository } from './chatbots.repository.js';

/** So long a page may wait until it may load images from a host that was just allowed, in ms. */
const REFRESH_MS = 10_000;

/** Lets the content security policy of the pages name the hosts that chatbots allow images from, and no others. */
@Injectable()
export class ImageHosts implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly chatbots: ChatbotsRepository,
    private readonly http: HttpAdapterHost<FastifyAdapter>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      // While the database is away the hosts stay what they were.
      this.refresh().catch(() => undefined);
    }, REFRESH_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async refresh(): Promise<void> {
    this.http.httpAdapter.getInstance().imageHosts = await this.chatbots.imageHosts();
  }
}
