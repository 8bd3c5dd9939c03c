import { Body, Controller, Param } from '@nestjs/common';
import { createApiKey, listApiKeys, revokeApiKey } from '@koi/contracts';
import type { CreateApiKeyBody, ParamsOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
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
    @Body({ schema: createApiKey.body }) body: CreateApiKeyBody,
  ): Promise<ResponseOf<typeof createApiKey>> {
    return this.keys.create(body);
  }

  @Route(revokeApiKey)
  revoke(
    @Param({ schema: revokeApiKey.params }) { apiKeyId }: ParamsOf<typeof revokeApiKey>,
  ): Promise<void> {
    return this.keys.revoke(apiKeyId);
  }
}
