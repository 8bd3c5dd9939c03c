import type { FastifyReply } from 'fastify';

/**
 * Server-Sent Events as OpenAI writes them: `data:` lines alone, ended by `data: [DONE]`. The status line is sent with
 * the first of them, so that what fails before can still be an HTTP status. Comments keep the connection open while a
 * model thinks; clients skip them (WHATWG HTML, section 9.2.6).
 */
export class EventResponse {
  private readonly beats: NodeJS.Timeout;

  constructor(
    private readonly reply: FastifyReply,
    heartbeatMs: number,
  ) {
    this.beats = setInterval(() => this.write(': keep-alive\n\n'), heartbeatMs);
  }

  get begun(): boolean {
    return this.reply.raw.headersSent;
  }

  data(event: object): void {
    this.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  done(): void {
    this.write('data: [DONE]\n\n');
  }

  /** Stops the heartbeat, and ends the response when it has begun. */
  close(): void {
    clearInterval(this.beats);
    if (this.begun) this.reply.raw.end();
  }

  private write(text: string): void {
    const { raw } = this.reply;
    if (raw.destroyed || raw.writableEnded) return;
    if (!raw.headersSent) {
      const kept = Object.entries(this.reply.getHeaders()).filter(
        ([, value]) => value !== undefined,
      );
      this.reply.hijack();
      raw.writeHead(200, {
        ...(Object.fromEntries(kept) as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Proxies such as nginx must not collect events before they pass them on.
        'x-accel-buffering': 'no',
      });
    }
    raw.write(text);
  }
}
