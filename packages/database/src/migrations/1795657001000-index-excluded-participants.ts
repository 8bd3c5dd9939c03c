import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Few participants are excluded, and every rollup asks for them. Safe for an older release: an index. */
export class IndexExcludedParticipants1795657001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index ix_participant_excluded on participant (id) where excluded_at is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ix_participant_excluded`);
  }
}
