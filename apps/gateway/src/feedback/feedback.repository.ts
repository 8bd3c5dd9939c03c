import { Injectable } from '@nestjs/common';
import type { Side } from '@koi/contracts';
import { FeedbackEntity, Transactions } from '@koi/database';

export interface ShownModel {
  readonly candidateId: string;
  readonly side: Side;
  readonly model: string;
}

@Injectable()
export class FeedbackRepository {
  constructor(private readonly transactions: Transactions) {}

  findByKey(idempotencyKey: string): Promise<FeedbackEntity | null> {
    return this.transactions.manager.findOneBy(FeedbackEntity, { idempotencyKey });
  }

  /** The models behind a turn's answers, when its chatbot tells them. */
  revealedModels(turnId: string): Promise<ShownModel[]> {
    return this.transactions.manager.query<ShownModel[]>(
      `select a.id as "candidateId", a.side, m.label as model
       from candidate a join model m on m.id = a.model_id join turn t on t.id = a.turn_id
       join conversation c on c.id = t.conversation_id join chatbot b on b.id = c.chatbot_id
       where a.turn_id = $1 and b.reveal_models order by a.position`,
      [turnId],
    );
  }
}
