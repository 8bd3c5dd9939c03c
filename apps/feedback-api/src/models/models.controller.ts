import { Body, Controller, Param, type StreamableFile } from '@nestjs/common';
import { createModel, downloadModels, listModels, switchModel, updateModel } from '@koi/contracts';
import type {
  CreateModelBody,
  ModelRecord,
  ParamsOf,
  ResponseOf,
  SwitchBody,
  UpdateModelBody,
} from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload } from '../csv/csv-download.js';
import { Actor } from '../audit/actor.decorator.js';
import { ModelsService } from './models.service.js';

@Controller()
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Route(listModels)
  list(): Promise<ResponseOf<typeof listModels>> {
    return this.models.list();
  }

  @Route(createModel)
  create(
    @Actor() actor: string,
    @Body({ schema: createModel.body }) body: CreateModelBody,
  ): Promise<ModelRecord> {
    return this.models.create(actor, body);
  }

  @Route(updateModel)
  update(
    @Actor() actor: string,
    @Param({ schema: updateModel.params }) { modelId }: ParamsOf<typeof updateModel>,
    @Body({ schema: updateModel.body }) body: UpdateModelBody,
  ): Promise<ModelRecord> {
    return this.models.update(actor, modelId, body);
  }

  @Route(switchModel)
  switch(
    @Actor() actor: string,
    @Param({ schema: switchModel.params }) { modelId }: ParamsOf<typeof switchModel>,
    @Body({ schema: switchModel.body }) { enabled }: SwitchBody,
  ): Promise<ModelRecord> {
    return this.models.switch(actor, modelId, enabled);
  }

  @Route(downloadModels)
  async download(): Promise<StreamableFile> {
    const { items } = await this.models.list();
    return csvDownload(
      'models',
      ['id', 'name', 'label', 'enabled', 'source', 'version', 'chatbots', 'config', 'updatedAt'],
      items,
    );
  }
}
