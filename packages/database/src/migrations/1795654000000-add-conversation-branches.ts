import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The key an answer was asked for anew with, and the path a participant has chosen through their conversation. Safe for
 * an older release: columns that may be null.
 */
export class AddConversationBranches1795654000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table candidate
        add column idempotency_key uuid,
        add constraint uq_candidate_idempotency_key unique (idempotency_key)
    `);
    await runner.query(`alter table conversation add column current_candidate_id uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table conversation drop column current_candidate_id`);
    await runner.query(`alter table candidate drop column idempotency_key`);
  }
}
