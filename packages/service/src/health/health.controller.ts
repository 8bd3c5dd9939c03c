import { Controller, Get, Inject, ServiceUnavailableException, SetMetadata } from '@nestjs/common';
import type { QueueBackend } from '@koi/queues';
import { DataSource } from 'typeorm';
import { OPEN, QUEUE_BACKEND } from '../tokens.js';

type Check = { readonly name: string; readonly ok: boolean };

const CHECK_TIMEOUT_MS = 2_000;

/** Liveness says that the process turns; readiness that it can reach what it needs. */
@SetMetadata(OPEN, true)
@Controller()
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(QUEUE_BACKEND) private readonly backend: QueueBackend,
  ) {}

  @Get('healthz')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(): Promise<{ status: 'ok'; checks: Check[] }> {
    const checks = await Promise.all([
      check('database', () => this.dataSource.query('select 1')),
      check('queues', () => this.backend.ping()),
    ]);
    const failing = checks.filter(({ ok }) => !ok).map(({ name }) => name);
    if (failing.length > 0)
      throw new ServiceUnavailableException(`Cannot reach: ${failing.join(', ')}.`);
    return { status: 'ok', checks };
  }
}

async function check(name: string, work: () => Promise<unknown>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  });
  const ok = await Promise.race([
    work().then(
      () => true,
      () => false,
    ),
    late,
  ]);
  clearTimeout(timer);
  return { name, ok };
}
