import type { ErasedBy } from '@koi/contracts';
import { ErasureEntity } from './entities/erasure.entity.js';
import { newId } from './ids.js';
import type { Tx } from './transactions.js';

/** Every table with rows of a participant; a test finds any other table that points at one of them. */
export const participantTables = [
  'participant',
  'participant_invite',
  'consent',
  'conversation',
  'turn',
  'candidate',
  'feedback',
  'current_feedback',
  'refused_feedback',
] as const;

const OWN_TURNS = `select t.id from turn t join conversation v on v.id = t.conversation_id where v.participant_id = $1`;

/**
 * Says that every rollup a participant counts in is out of date; returns the minutes. Call it before their rows go or
 * stop counting, in the same transaction.
 */
export async function markParticipantDirty(tx: Tx, participantId: string): Promise<Date[]> {
  const rows = await tx.query<{ bucket: Date }[]>(
    `insert into dirty_bucket (bucket)
     select distinct date_trunc('minute', moment, 'UTC') from (
       select created_at as moment from conversation where participant_id = $1
       union all select created_at from turn where id in (${OWN_TURNS})
       union all select created_at from candidate where turn_id in (${OWN_TURNS})
       union all select accepted_at from current_feedback where participant_id = $1
     ) moments returning bucket`,
    [participantId],
  );
  return rows.map(({ bucket }) => bucket);
}

/**
 * Deletes everything of a participant, leaves a tombstone, and marks the rollups they counted in. Returns the
 * tombstone and the minutes to recompute; `undefined` when there is no such participant.
 *
 * The locks come first: what is being stored for them at this moment waits, and then finds nobody.
 */
export async function eraseParticipant(
  tx: Tx,
  participantId: string,
  erasedBy: ErasedBy,
): Promise<{ erasure: ErasureEntity; minutes: Date[] } | undefined> {
  const [known] = await tx.query<unknown[]>(`select 1 from participant where id = $1 for update`, [
    participantId,
  ]);
  if (!known) return undefined;
  await tx.query(`select 1 from conversation where participant_id = $1 for update`, [
    participantId,
  ]);
  const minutes = await markParticipantDirty(tx, participantId);
  // Feedback is append-only; its trigger lets rows of this one participant go, in this transaction alone.
  await tx.query(`select set_config('koi.erasing_participant', $1, true)`, [participantId]);

  const remove = async (sql: string): Promise<number> => {
    const [, affected] = await tx.query<[unknown, number]>(sql, [participantId]);
    return affected;
  };
  await remove(`delete from current_feedback where participant_id = $1`);
  const feedback = await remove(`delete from feedback where participant_id = $1`);
  // Turns and candidates point at each other.
  await remove(`update turn set parent_candidate_id = null where id in (${OWN_TURNS})`);
  const candidates = await remove(`delete from candidate where turn_id in (${OWN_TURNS})`);
  const turns = await remove(`delete from turn where id in (${OWN_TURNS})`);
  const conversations = await remove(`delete from conversation where participant_id = $1`);
  await remove(`delete from refused_feedback where participant_id = $1`);
  await remove(`delete from consent where participant_id = $1`);
  await remove(`delete from participant_invite where participant_id = $1`);
  await remove(`delete from participant where id = $1`);
  const id = newId();
  await tx.insert(ErasureEntity, {
    id,
    participantId,
    erasedBy,
    conversations,
    turns,
    candidates,
    feedback,
  });
  return { erasure: await tx.findOneByOrFail(ErasureEntity, { id }), minutes };
}
