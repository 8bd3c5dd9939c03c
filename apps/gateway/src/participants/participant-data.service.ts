import { Injectable } from '@nestjs/common';
import type { ParticipantData } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { ParticipantDataRepository } from './participant-data.repository.js';

/** Conversations are read a few at a time: one may be long. */
const CONVERSATIONS_AT_A_TIME = 10;
const FEEDBACK_AT_A_TIME = 500;

/** Writes everything koi keeps of a participant as one JSON document, piece by piece, so that memory does not grow. */
@Injectable()
export class ParticipantDataService {
  constructor(private readonly data: ParticipantDataRepository) {}

  async *write(participant: ParticipantEntity): AsyncGenerator<string> {
    const { id, kind, language, createdAt, excludedAt } = participant;
    const head: Omit<ParticipantData, 'conversations' | 'feedback'> = {
      format: 'koi-participant-data',
      version: 1,
      exportedAt: new Date().toISOString(),
      participant: {
        id,
        kind,
        language,
        createdAt: createdAt.toISOString(),
        excludedAt: excludedAt?.toISOString() ?? null,
      },
      consents: await this.data.consents(id),
      invites: await this.data.invites(id),
    };
    yield `${JSON.stringify(head).slice(0, -1)},"conversations":[`;
    yield* rows((after) => this.data.conversations(id, after, CONVERSATIONS_AT_A_TIME));
    yield '],"feedback":[';
    yield* rows((after) => this.data.feedback(id, after, FEEDBACK_AT_A_TIME));
    yield ']}\n';
  }
}

/** Page after page as the elements of a JSON array. */
async function* rows<Row extends { readonly id: string }>(
  next: (after: string | undefined) => Promise<Row[]>,
): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const page: Row[] = await next(after);
    const last = page.at(-1);
    if (!last) return;
    yield `${after === undefined ? '' : ','}${page.map((row) => JSON.stringify(row)).join(',')}`;
    after = last.id;
  }
}
