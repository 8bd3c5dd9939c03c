import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { datasetKind, datasetState, trainingMethod, trainingState } from '../terms.js';
import { defineRoute } from './define-route.js';
import { pageOf, pageQuery } from './paging.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Which feedback a dataset takes. Kept with each version, so that it can be built again. */
export const datasetFilter = z.strictObject({
  chatbot: slug.optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
});
export type DatasetFilter = z.infer<typeof datasetFilter>;

export const trainingRequest = z.strictObject({
  method: trainingMethod.default('dpo'),
  baseModel: z.string().trim().min(1).max(200),
});
export type TrainingRequest = z.infer<typeof trainingRequest>;

export const datasetFile = z.object({
  name: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256,
});
export type DatasetFile = z.infer<typeof datasetFile>;

/** An immutable export: once `ready`, neither its rows nor its files ever change. */
export const datasetVersion = z.object({
  id: uuid,
  dataset: z.string(),
  /** Counts the versions of one dataset from 1. */
  number: z.int().positive(),
  kind: datasetKind,
  filter: datasetFilter,
  state: datasetState,
  /** Source rows read so far, and in all; null before the build begins. */
  progress: z.object({ done: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
  rows: z.int().nonnegative().nullable(),
  /** How many source rows were left out, by reason: `tie`, `both_bad`, `unfinished`, … */
  excluded: z.record(z.string(), z.int().nonnegative()),
  files: z.array(datasetFile),
  manifestSha256: sha256.nullable(),
  /** The moment the data was read. */
  snapshotAt: timestamp.nullable(),
  error: z.string().nullable(),
  createdAt: timestamp,
  endedAt: timestamp.nullable(),
});
export type DatasetVersion = z.infer<typeof datasetVersion>;

export const createDatasetBody = z.strictObject({
  dataset: slug,
  kind: datasetKind,
  filter: datasetFilter.default({}),
  /** Hands the version to a trainer as soon as it is ready. */
  train: trainingRequest.optional(),
});
export type CreateDatasetBody = z.infer<typeof createDatasetBody>;

export const createDatasetVersion = defineRoute({
  method: 'POST',
  path: '/api/dataset-versions',
  summary: 'Builds a new version of a dataset from the feedback of this moment.',
  tag: 'datasets',
  body: createDatasetBody,
  response: datasetVersion,
  status: 202,
  roles: ['admin'],
  problems: ['unauthenticated', 'unavailable'],
});

export const listDatasetVersions = defineRoute({
  method: 'GET',
  path: '/api/dataset-versions',
  summary: 'Dataset versions, the latest first.',
  tag: 'datasets',
  query: pageQuery,
  response: pageOf(datasetVersion),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadDatasetVersions = defineRoute({
  method: 'GET',
  path: '/api/dataset-versions/csv',
  summary: 'Dataset versions as CSV (RFC 4180), the latest first, streamed.',
  tag: 'datasets',
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

const versionParams = z.object({ datasetVersionId: uuid });

export const getDatasetVersion = defineRoute({
  method: 'GET',
  path: '/api/dataset-versions/:datasetVersionId',
  summary: 'One dataset version.',
  tag: 'datasets',
  params: versionParams,
  response: datasetVersion,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'dataset_version_not_found'],
});

export const downloadDatasetFile = defineRoute({
  method: 'GET',
  path: '/api/dataset-versions/:datasetVersionId/files/:file',
  summary: 'Downloads one file of a ready dataset version (or manifest.json).',
  tag: 'datasets',
  params: versionParams.extend({ file: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/) }),
  produces: 'application/x-ndjson',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'dataset_version_not_found', 'dataset_not_ready', 'not_found'],
});

export const trainingRun = z.object({
  id: uuid,
  datasetVersionId: uuid,
  /** For people: `preferences v3`. */
  datasetLabel: z.string(),
  method: trainingMethod,
  baseModel: z.string(),
  state: trainingState,
  /** From 0 to 1, as the trainer last reported. */
  progress: z.number().min(0).max(1),
  message: z.string().nullable(),
  metrics: z.record(z.string(), z.number()),
  modelVersion: z.string().nullable(),
  error: z.string().nullable(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
});
export type TrainingRun = z.infer<typeof trainingRun>;

export const startTrainingRun = defineRoute({
  method: 'POST',
  path: '/api/training-runs',
  summary: 'Hands a ready dataset version to a trainer.',
  tag: 'training',
  body: z.strictObject({ datasetVersionId: uuid, ...trainingRequest.shape }),
  response: trainingRun,
  status: 202,
  roles: ['admin'],
  problems: [
    'unauthenticated',
    'dataset_version_not_found',
    'dataset_not_ready',
    'dataset_empty',
    'unavailable',
  ],
});

export const listTrainingRuns = defineRoute({
  method: 'GET',
  path: '/api/training-runs',
  summary: 'Training runs, the latest first.',
  tag: 'training',
  query: pageQuery,
  response: pageOf(trainingRun),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadTrainingRuns = defineRoute({
  method: 'GET',
  path: '/api/training-runs/csv',
  summary: 'Training runs as CSV (RFC 4180), the latest first, streamed.',
  tag: 'training',
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
