import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import * as entities from './entities/index.js';
import { migrations } from './migrations/index.js';
import { SnakeNaming } from './snake-naming.js';

// Counts are bigint in Postgres and stay below 2^53 here: read them as numbers, not as strings.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export const entityClasses = Object.values(entities).filter((value) => typeof value === 'function');

/** A data source over koi's schema, not yet connected. */
export function createDataSource(options: {
  url: string;
  poolSize?: number;
  applicationName?: string;
}): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? 'koi',
    entities: entityClasses,
    migrations,
    migrationsTableName: 'schema_migration',
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    logging: false,
    extra: { connectionTimeoutMillis: 5_000 },
  });
}
