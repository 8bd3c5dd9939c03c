import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ModelProxyConfig } from '@koi/config';
import { CONFIG } from '@koi/service';
import { AddressPolicy } from './address-policy.js';
import type { Fetch } from './fetch.js';
import { guardedFetch } from './guarded-fetch.js';

/** The one way from this process to the servers of models. */
@Injectable()
export class Egress implements OnApplicationShutdown {
  readonly fetch: Fetch;
  private readonly guarded: ReturnType<typeof guardedFetch>;

  constructor(@Inject(CONFIG) { KOI_EGRESS_ALLOW }: ModelProxyConfig) {
    this.guarded = guardedFetch(new AddressPolicy(KOI_EGRESS_ALLOW));
    this.fetch = this.guarded.fetch;
  }

  onApplicationShutdown(): Promise<void> {
    return this.guarded.close();
  }
}
