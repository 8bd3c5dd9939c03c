import { randomUUID } from 'node:crypto';
import { feedbackQueue } from '@koi/contracts';
import { Producer } from '@koi/queues';
import type { SeededKoi } from './seeded-koi.js';

/** Leaves a dead letter: a vote `sideways`, as a release that knows more may have left it. Gives its idempotency key. */
export async function buryVote(seeded: SeededKoi): Promise<string> {
  const [answer] = await seeded.rows.query<{ candidateId: string; participantId: string }[]>(
    `select a.id as "candidateId", c.participant_id as "participantId"
     from candidate a join turn t on t.id = a.turn_id join conversation c on c.id = t.conversation_id
     where t.feedback_mode = 'vote' and a.state = 'completed'
       and not exists (select from feedback f where f.target_id = a.id) limit 1`,
  );
  if (!answer) throw new Error('Every answer has been judged.');
  const idempotencyKey = randomUUID();
  const backend = await seeded.queues();
  const careless = new Producer(
    {
      ...feedbackQueue,
      payload: { parse: (given: unknown) => given } as never,
      jobId: () => idempotencyKey,
    },
    backend,
  );
  await careless.add({
    ...{ kind: 'vote', idempotencyKey, ...answer, value: 'sideways' },
    acceptedAt: new Date().toISOString(),
  } as never);
  await careless.close();
  await backend.close();
  return idempotencyKey;
}
