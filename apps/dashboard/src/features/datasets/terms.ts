import type { DatasetVersion, TrainingRun } from '@koi/contracts/http';

export type DatasetKind = DatasetVersion['kind'];
export type DatasetState = DatasetVersion['state'];
export type TrainingMethod = TrainingRun['method'];
