import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who sent a message in which hour, day and month (UTC), by chatbot and mode: people of any span of time are counted from
 * few rows, where counting them from the messages read all of them.
 *
 * Safe for an older release: new tables, and a trigger that needs nothing of the writer. Messages wait until those of
 * before are read, some seconds a million.
 */
export class AddParticipantPeriods1795730001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { table } of LEVELS) {
      await runner.query(`
        create table ${table} (
          bucket timestamptz not null,
          chatbot_id uuid not null,
          mode text not null,
          participant_id uuid not null,
          constraint pk_${table} primary key (bucket, chatbot_id, mode, participant_id),
          constraint fk_${table}_participant_id foreign key (participant_id) references participant(id) on delete cascade
        )`);
      await runner.query(`create index ix_${table}_participant_id on ${table} (participant_id)`);
    }
    // Whoever stands in an hour stands in its day and month too.
    await runner.query(`
      create function add_participant_periods() returns trigger language plpgsql as $$
      begin
        insert into participant_hour (bucket, chatbot_id, mode, participant_id)
        select date_trunc('hour', new.created_at, 'UTC'), chatbot_id, new.feedback_mode, participant_id
        from conversation where id = new.conversation_id
        on conflict do nothing;
        if found then
          insert into participant_day (bucket, chatbot_id, mode, participant_id)
          select date_trunc('day', new.created_at, 'UTC'), chatbot_id, new.feedback_mode, participant_id
          from conversation where id = new.conversation_id
          on conflict do nothing;
          insert into participant_month (bucket, chatbot_id, mode, participant_id)
          select date_trunc('month', new.created_at, 'UTC'), chatbot_id, new.feedback_mode, participant_id
          from conversation where id = new.conversation_id
          on conflict do nothing;
        end if;
        return null;
      end
      $$`);
    await runner.query(`
      create trigger participant_was_there after insert on turn
      for each row execute function add_participant_periods()`);
    for (const { table, unit, from } of LEVELS)
      await runner.query(`
        insert into ${table} (bucket, chatbot_id, mode, participant_id)
        select distinct date_trunc('${unit}', bucket, 'UTC'), chatbot_id, mode, participant_id from ${from} finer
        order by 1, 2, 3, 4`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger participant_was_there on turn`);
    await runner.query(`drop function add_participant_periods()`);
    for (const { table } of LEVELS) await runner.query(`drop table ${table}`);
  }
}

const LEVELS = [
  {
    table: 'participant_hour',
    unit: 'hour',
    from: `(select t.created_at as bucket, v.chatbot_id, t.feedback_mode as mode, v.participant_id
            from turn t join conversation v on v.id = t.conversation_id)`,
  },
  { table: 'participant_day', unit: 'day', from: 'participant_hour' },
  { table: 'participant_month', unit: 'month', from: 'participant_day' },
] as const;
