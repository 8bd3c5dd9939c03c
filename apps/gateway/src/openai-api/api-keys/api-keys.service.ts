import { Inject, Injectable } from '@nestjs/common';
import { hashApiKey } from '@koi/database';
import type { Logger } from '@koi/observability';
import { LOGGER } from '@koi/service';
import { InvalidApiKey } from './api-keys.errors.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import type { OpenKey } from './open-key.js';

/** How exact "last used" is: one write a key in this time, however busy it is. */
const TOUCH_EVERY_MS = 60_000;

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws InvalidApiKey unless the header carries a key that is neither revoked nor expired. */
  async identify(authorization: string | undefined): Promise<OpenKey> {
    const given = /^Bearer +(koi_[\w-]{43})$/i.exec(authorization ?? '')?.[1];
    const key = given ? await this.keys.findOpen(hashApiKey(given)) : undefined;
    if (!key) throw new InvalidApiKey();
    this.touch(key);
    return key;
  }

  /** Nobody waits for it: a request must not fail because its time could not be noted. */
  private touch({ id, lastUsedAt }: OpenKey): void {
    const now = new Date();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < TOUCH_EVERY_MS) return;
    this.keys
      .touch(id, now)
      .catch((err: unknown) =>
        this.logger.warn({ err, apiKeyId: id }, 'could not note the use of a key'),
      );
  }
}
