import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an answer cost, at the price of its day, and how much of the conversation its model was not shown. Safe for an
 * older release: columns that may be null, or have a default.
 */
export class RecordCostAndTrimming1795652000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table candidate
        add column cost numeric(20, 10),
        add column cost_currency text,
        add column messages_left_out integer not null default 0
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table candidate
        drop column cost,
        drop column cost_currency,
        drop column messages_left_out
    `);
  }
}
