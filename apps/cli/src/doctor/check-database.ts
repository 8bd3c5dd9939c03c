import type { DataSource } from 'typeorm';
import { fail, ok, warn, type Finding } from './finding.js';

/** koi is tested with Postgres 18; older ones than this have not been tried. */
const OLDEST_POSTGRES = 15;

/** Version, migrations, and whether what is acknowledged survives a crash. */
export async function checkDatabase(dataSource: DataSource): Promise<Finding[]> {
  return [await version(dataSource), await migrations(dataSource), await durability(dataSource)];
}

async function version(dataSource: DataSource): Promise<Finding> {
  const [row] = await dataSource.query<{ number: number; name: string }[]>(
    `select current_setting('server_version_num')::int as number, current_database() as name`,
  );
  const major = Math.floor((row?.number ?? 0) / 10_000);
  const said = `Postgres ${major}, database "${row?.name}"`;
  return major >= OLDEST_POSTGRES
    ? ok('database', said)
    : warn(
        'database',
        said,
        `Use Postgres ${OLDEST_POSTGRES} or newer: this one has not been tried.`,
      );
}

async function migrations(dataSource: DataSource): Promise<Finding> {
  const known = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const [table] = await dataSource.query<{ there: boolean }[]>(
    `select to_regclass('schema_migration') is not null as there`,
  );
  const ran = table?.there
    ? (await dataSource.query<{ name: string }[]>('select name from schema_migration')).map(
        ({ name }) => name,
      )
    : [];
  const due = known.filter((name) => !ran.includes(name));
  const newer = ran.filter((name) => !known.includes(name));
  if (due.length > 0)
    return fail(
      'migrations',
      `${due.length} are due: ${due.join(', ')}`,
      'Run "koi setup", or start koi, which runs them.',
    );
  if (newer.length > 0)
    return warn(
      'migrations',
      `the database has ${newer.length} that this koi does not know: ${newer.join(', ')}`,
      'It was migrated by a newer koi. Use that one.',
    );
  return ok('migrations', `all ${known.length} have run`);
}

async function durability(dataSource: DataSource): Promise<Finding> {
  return durabilityOf(
    await dataSource.query<{ name: string; setting: string }[]>(
      `select name, setting from pg_settings where name in ('synchronous_commit', 'fsync', 'full_page_writes') order by name`,
    ),
  );
}

/** What the settings by which Postgres could lose a commit stand at. */
export function durabilityOf(
  rows: readonly { readonly name: string; readonly setting: string }[],
): Finding {
  const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
  return off.length === 0
    ? ok('durability', 'commits are on disk before they are acknowledged')
    : fail(
        'durability',
        `${off.join(', ')} is off: an acknowledged vote could be lost in a crash`,
        'Turn it on in postgresql.conf.',
      );
}
