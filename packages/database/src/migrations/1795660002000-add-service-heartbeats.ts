import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which processes of koi run. Safe for an older release: a new table. */
export class AddServiceHeartbeats1795660002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table service_heartbeat (
        id uuid not null,
        service text not null,
        node_version text not null,
        queues jsonb not null,
        started_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        constraint pk_service_heartbeat primary key (id)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table service_heartbeat`);
  }
}
