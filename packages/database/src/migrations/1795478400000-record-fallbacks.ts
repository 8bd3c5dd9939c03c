import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom an answer was written in place of. Safe for an older release: one column that may be null. */
export class RecordFallbacks1795478400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table candidate
        add column fallback_for_model_id uuid,
        add constraint fk_candidate_fallback_for_model_id
          foreign key (fallback_for_model_id) references model(id)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table candidate
        drop column fallback_for_model_id
    `);
  }
}
