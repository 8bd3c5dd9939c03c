import { Body, Controller, Param, type StreamableFile } from '@nestjs/common';
import { createApiKey, downloadApiKeys, listApiKeys, revokeApiKey } from '@koi/contracts';
import type { CreateApiKeyBody, ParamsOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { Actor } from '../audit/actor.decorator.js';
import { csvDownload } from '../csv/csv-download.js';
import { ApiKeysService } from './api-keys.service.js';

@Controller()
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Route(listApiKeys)
  list(): Promise<ResponseOf<typeof listApiKeys>> {
    return this.keys.list();
  }

  @Route(createApiKey)
  create(
    @Actor() actor: string,
    @Body({ schema: createApiKey.body }) body: CreateApiKeyBody,
  ): Promise<ResponseOf<typeof createApiKey>> {
    return this.keys.create(actor, body);
  }

  @Route(revokeApiKey)
  revoke(
    @Actor() actor: string,
    @Param({ schema: revokeApiKey.params }) { apiKeyId }: ParamsOf<typeof revokeApiKey>,
  ): Promise<void> {
    return this.keys.revoke(actor, apiKeyId);
  }

  @Route(downloadApiKeys)
  async download(): Promise<StreamableFile> {
    const { items } = await this.keys.list();
    return csvDownload(
      'api-keys',
      [
        ...(['id', 'name', 'prefix', 'chatbots', 'consent', 'createdAt', 'expiresAt'] as const),
        ...(['revokedAt', 'lastUsedAt'] as const),
      ],
      items,
    );
  }
}
