import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the page makes of images in answers. Safe for an older release: a column with a default. */
export class AddChatbotImages1795659000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table chatbot add column images jsonb not null default '"link"'::jsonb`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table chatbot drop column images`);
  }
}
