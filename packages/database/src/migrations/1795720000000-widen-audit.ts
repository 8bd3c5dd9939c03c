import type { MigrationInterface, QueryRunner } from 'typeorm';

const NEW_ACTIONS = `'revoked', 'excluded', 'put_back', 'erased', 'deleted', 'retried', 'mended', 'dropped', 'password_set', 'sign_in_refused'`;
const NEW_SUBJECTS = `'invite', 'participant', 'dead_letter', 'dataset_version', 'training_run', 'saved_filter'`;

/**
 * The trail of changes keeps what is done to invites, participants, dead letters, exports, training runs and saved filters
 * too. Safe for an older release: checks that allow more, and a column that it fills always.
 */
export class WidenAudit1795720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table audit_entry
        alter column subject_id drop not null,
        drop constraint ck_audit_entry_action,
        add constraint ck_audit_entry_action
          check (action in ('created', 'changed', 'switched_on', 'switched_off', ${NEW_ACTIONS})),
        drop constraint ck_audit_entry_subject,
        add constraint ck_audit_entry_subject
          check (subject_kind in ('model', 'chatbot', 'user', 'api_key', ${NEW_SUBJECTS}))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from audit_entry
      where action in (${NEW_ACTIONS}) or subject_kind in (${NEW_SUBJECTS}) or subject_id is null
    `);
    await runner.query(`
      alter table audit_entry
        alter column subject_id set not null,
        drop constraint ck_audit_entry_action,
        add constraint ck_audit_entry_action
          check (action in ('created', 'changed', 'switched_on', 'switched_off')),
        drop constraint ck_audit_entry_subject,
        add constraint ck_audit_entry_subject check (subject_kind in ('model', 'chatbot', 'user', 'api_key'))
    `);
  }
}
