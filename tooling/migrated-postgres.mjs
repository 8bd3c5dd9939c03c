import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A `globalSetup` for packages that run koi's services: one Postgres for this run, with koi's tables and those of the
 * queues. The package under test must depend on @koi/database, @koi/queues and @koi/testing.
 */
export default async (_, { rootDir }) => {
  const fromPackage = createRequire(join(rootDir, 'package.json'));
  const load = (name) => import(pathToFileURL(fromPackage.resolve(name)).href);
  const [{ createDataSource, migrateDatabase }, { migrateQueues, queueBackend }, testing] =
    await Promise.all(['@koi/database', '@koi/queues', '@koi/testing'].map(load));

  await testing.startTestPostgres({
    async prepare(databaseUrl) {
      await migrateDatabase(databaseUrl);
      const backend = queueBackend({ databaseUrl });
      await migrateQueues(backend);
      await backend.close();
      // A service refuses to start on a Postgres that acknowledges before it has flushed.
      const dataSource = createDataSource({ url: databaseUrl, poolSize: 1 });
      await dataSource.initialize();
      await dataSource.query('alter role current_user set synchronous_commit = on');
      await dataSource.destroy();
    },
  });
};
