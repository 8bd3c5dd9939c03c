import { Controller, Param } from '@nestjs/common';
import { getOpenAiModel, listOpenAiModels } from '@koi/contracts';
import type { OpenAiModel, OpenAiModelList, ParamsOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { CurrentApiKey } from '../api-keys/api-key.guard.js';
import type { OpenKey } from '../api-keys/open-key.js';
import { ModelsService } from './models.service.js';

@Controller()
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Route(listOpenAiModels)
  list(@CurrentApiKey() key: OpenKey): OpenAiModelList {
    return this.models.list(key);
  }

  @Route(getOpenAiModel)
  get(
    @CurrentApiKey() key: OpenKey,
    @Param({ schema: getOpenAiModel.params }) { id }: ParamsOf<typeof getOpenAiModel>,
  ): OpenAiModel {
    return this.models.get(key, id);
  }
}
