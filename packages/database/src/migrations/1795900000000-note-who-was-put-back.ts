import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When somebody who was excluded was last put back, so that ratings that were computed without them are computed anew.
 *
 * Safe for an older release: a nullable column that it does not read.
 */
export class NoteWhoWasPutBack1795900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table participant add column put_back_at timestamptz`);
    await runner.query(
      `create index ix_participant_put_back on participant (put_back_at) where put_back_at is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table participant drop column put_back_at`);
  }
}
