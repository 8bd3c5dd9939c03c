import { Body, Controller, Param, Query, StreamableFile } from '@nestjs/common';
import {
  createDatasetVersion,
  downloadDatasetFile,
  downloadDatasetVersions,
  getDatasetVersion,
  listDatasetVersions,
} from '@koi/contracts';
import type {
  CreateDatasetBody,
  DatasetVersion,
  ParamsOf,
  QueryOutputOf,
  ResponseOf,
} from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload, everyItem } from '../csv/csv-download.js';
import { Actor } from '../audit/actor.decorator.js';
import { DatasetsService } from './datasets.service.js';

@Controller()
export class DatasetsController {
  constructor(private readonly datasets: DatasetsService) {}

  @Route(createDatasetVersion)
  create(
    @Actor() actor: string,
    @Body({ schema: createDatasetVersion.body }) body: CreateDatasetBody,
  ): Promise<DatasetVersion> {
    return this.datasets.create(actor, body);
  }

  @Route(listDatasetVersions)
  list(
    @Query({ schema: listDatasetVersions.query }) query: QueryOutputOf<typeof listDatasetVersions>,
  ): Promise<ResponseOf<typeof listDatasetVersions>> {
    return this.datasets.list(query);
  }

  @Route(downloadDatasetVersions)
  downloadList(): StreamableFile {
    return csvDownload(
      'dataset-versions',
      [
        ...(['id', 'dataset', 'number', 'kind', 'state', 'rows', 'excluded', 'filter'] as const),
        ...(['manifestSha256', 'snapshotAt', 'createdAt', 'endedAt', 'error'] as const),
      ],
      everyItem((place) => this.datasets.list(place)),
    );
  }

  @Route(getDatasetVersion)
  get(
    @Param({ schema: getDatasetVersion.params })
    { datasetVersionId }: ParamsOf<typeof getDatasetVersion>,
  ): Promise<DatasetVersion> {
    return this.datasets.get(datasetVersionId);
  }

  @Route(downloadDatasetFile)
  async download(
    @Param({ schema: downloadDatasetFile.params })
    { datasetVersionId, file }: ParamsOf<typeof downloadDatasetFile>,
  ): Promise<StreamableFile> {
    const { handle, bytes, fileName, type } = await this.datasets.download(datasetVersionId, file);
    return new StreamableFile(handle.createReadStream(), {
      type,
      length: bytes,
      disposition: `attachment; filename="${fileName}"`,
    });
  }
}
