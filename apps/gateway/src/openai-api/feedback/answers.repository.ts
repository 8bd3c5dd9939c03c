import { Injectable } from '@nestjs/common';
import type { AnswerReference } from '@koi/contracts';
import { Transactions } from '@koi/database';

/** An answer that was given to a key. */
export interface GivenAnswer {
  readonly candidateId: string;
  readonly turnId: string;
  readonly participantId: string;
}

@Injectable()
export class AnswersRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The answers a reference names among those given to the key: one, or every choice of a completion. */
  find(apiKeyId: string, reference: AnswerReference): Promise<GivenAnswer[]> {
    const named =
      'candidateId' in reference
        ? [reference.candidateId, null, null]
        : [null, reference.turnId, reference.choice ?? null];
    return this.transactions.manager.query<GivenAnswer[]>(
      `select a.id as "candidateId", a.turn_id as "turnId", p.id as "participantId"
       from candidate a join turn t on t.id = a.turn_id join conversation c on c.id = t.conversation_id
       join participant p on p.id = c.participant_id
       where p.api_key_id = $1 and (a.id = $2::uuid or t.id = $3::uuid)
         and ($4::integer is null or a.position = $4)
       order by a.position`,
      [apiKeyId, ...named],
    );
  }
}
