import type { ServerResponse } from 'node:http';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';

/** Knows every open event stream, so that a stopping gateway can send its readers to another one. */
@Injectable()
export class OpenStreams implements BeforeApplicationShutdown {
  private readonly streams = new Map<ServerResponse, AbortController>();

  /** The signal aborts when the reader has gone or the service stops. */
  add(response: ServerResponse): AbortSignal {
    const controller = new AbortController();
    this.streams.set(response, controller);
    response.once('close', () => {
      controller.abort();
      this.streams.delete(response);
    });
    return controller.signal;
  }

  end(response: ServerResponse): void {
    this.streams.delete(response);
    if (!response.writableEnded) response.end();
  }

  beforeApplicationShutdown(): void {
    for (const [response, controller] of this.streams) {
      controller.abort();
      this.end(response);
    }
  }
}
