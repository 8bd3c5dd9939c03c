import { dashboardRoutes } from '@koi/contracts/http';

/** Where a file of a version is downloaded from. A link, not a call: the browser saves it as it comes. */
export function fileAddress(datasetVersionId: string, file: string): string {
  return dashboardRoutes.downloadDatasetFile.path
    .replace(':datasetVersionId', encodeURIComponent(datasetVersionId))
    .replace(':file', encodeURIComponent(file));
}
