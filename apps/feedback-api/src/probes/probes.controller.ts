import { Body, Controller, Res } from '@nestjs/common';
import { probeModel } from '@koi/contracts';
import type { ProbeModelBody } from '@koi/contracts';
import { Route } from '@koi/service';
import type { FastifyReply } from 'fastify';
import { ProbesService } from './probes.service.js';

@Controller()
export class ProbesController {
  constructor(private readonly probes: ProbesService) {}

  /** Refusals come as HTTP statuses; from the first line on the answer is 200, whatever the model does. */
  @Route(probeModel)
  async probe(
    @Body({ schema: probeModel.body }) body: ProbeModelBody,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const model = await this.probes.modelOf(body);
    const conversation = 'conversation' in body ? body.conversation : undefined;
    const asked = { model, ...(conversation ? { conversation } : {}) };
    const kept = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(Object.fromEntries(kept) as Record<string, string>),
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies such as nginx must not collect lines before they pass them on.
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
    const left = new AbortController();
    raw.once('close', () => left.abort());
    await this.probes.run(asked, left.signal, (event) => {
      if (!raw.destroyed) raw.write(`${JSON.stringify(event)}\n`);
    });
    raw.end();
  }
}
