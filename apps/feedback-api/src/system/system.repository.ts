import { Injectable } from '@nestjs/common';
import type { SystemStatus } from '@koi/contracts';
import { ServiceHeartbeatEntity } from '@koi/database';
import { DataSource } from 'typeorm';

/** How many of the largest tables are shown. */
const TABLES = 12;

@Injectable()
export class SystemRepository {
  constructor(private readonly dataSource: DataSource) {}

  heartbeats(): Promise<ServiceHeartbeatEntity[]> {
    return this.dataSource
      .getRepository(ServiceHeartbeatEntity)
      .find({ order: { service: 'ASC', startedAt: 'ASC' } });
  }

  async databaseBytes(): Promise<number> {
    const [row] = await this.dataSource.query<{ bytes: string }[]>(
      `select pg_database_size(current_database()) as bytes`,
    );
    return Number(row?.bytes ?? 0);
  }

  async largestTables(): Promise<SystemStatus['storage']['tables']> {
    const rows = await this.dataSource.query<{ name: string; bytes: string; rows: string }[]>(
      `select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name,
              pg_total_relation_size(c.oid) as bytes, greatest(c.reltuples, 0)::bigint as rows
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname in ('public', 'bullmq') order by 2 desc, 1 limit $1`,
      [TABLES],
    );
    return rows.map(({ name, bytes, rows: count }) => ({
      name,
      bytes: Number(bytes),
      rows: Number(count),
    }));
  }

  async postgresVersion(): Promise<string> {
    const [row] = await this.dataSource.query<{ server_version: string }[]>(`show server_version`);
    return row?.server_version ?? '';
  }

  /** What has run, in its order, and what this version has besides. */
  async migrations(): Promise<SystemStatus['migrations']> {
    const table = this.dataSource.options.migrationsTableName ?? 'migrations';
    const rows = await this.dataSource.query<{ name: string }[]>(
      `select name from ${this.dataSource.driver.escape(table)} order by timestamp`,
    );
    const applied = rows.map(({ name }) => name);
    const known = this.dataSource.migrations.map(
      ({ name, constructor }) => name ?? constructor.name,
    );
    return { applied, pending: known.filter((name) => !applied.includes(name)) };
  }
}
