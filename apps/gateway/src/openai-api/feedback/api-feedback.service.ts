import { Injectable } from '@nestjs/common';
import { parseAnswerReference } from '@koi/contracts';
import type { OpenAiFeedbackBody, OpenAiFeedbackReceipt } from '@koi/contracts';
import { FeedbackService, type Accepted } from '../../feedback/feedback.service.js';
import type { OpenKey } from '../api-keys/open-key.js';
import { AnswerNotFound, ChoiceRequired, NotComparable } from './answers.errors.js';
import { AnswersRepository, type GivenAnswer } from './answers.repository.js';

/** Feedback of a program on what it was given, in the name of the participant it was given to. */
@Injectable()
export class ApiFeedbackService {
  constructor(
    private readonly answers: AnswersRepository,
    private readonly feedback: FeedbackService,
  ) {}

  async give(
    key: OpenKey,
    body: OpenAiFeedbackBody,
    idempotencyKey: string,
  ): Promise<OpenAiFeedbackReceipt> {
    if (body.type === 'ranking') return this.rank(key, body, idempotencyKey);
    const answer = await this.answer(key, body.id);
    const { candidateId } = answer;
    const accepted = await this.feedback.give(
      answer.participantId,
      body.type === 'vote'
        ? { kind: 'vote', candidateId, value: body.value, ...withReasons(body) }
        : { kind: body.type, candidateId, ...(body.text === null ? {} : { text: body.text }) },
      idempotencyKey,
    );
    return toReceipt(body.type, [answer], accepted);
  }

  private async rank(
    key: OpenKey,
    { ids, outcome, strength, ...said }: Extract<OpenAiFeedbackBody, { type: 'ranking' }>,
    idempotencyKey: string,
  ): Promise<OpenAiFeedbackReceipt> {
    const [a, b] = [await this.answer(key, ids[0]), await this.answer(key, ids[1])];
    if (a.turnId !== b.turnId) throw new NotComparable('different requests');
    if (a.candidateId === b.candidateId) throw new NotComparable('same answer');
    const accepted = await this.feedback.give(
      a.participantId,
      {
        kind: 'ranking',
        turnId: a.turnId,
        outcome,
        shown: [a.candidateId, b.candidateId],
        ...(strength && { strength }),
        ...withReasons(said),
      },
      idempotencyKey,
    );
    return toReceipt('ranking', [a, b], accepted);
  }

  /** @throws AnswerNotFound, ChoiceRequired. */
  private async answer(key: OpenKey, text: string): Promise<GivenAnswer> {
    const reference = parseAnswerReference(text);
    const [answer, ...others] = reference ? await this.answers.find(key.id, reference) : [];
    if (!answer) throw new AnswerNotFound(text);
    if (others.length > 0) throw new ChoiceRequired(text);
    return answer;
  }
}

const withReasons = ({ reasons }: { reasons?: string[] | undefined }) =>
  reasons ? { reasons } : {};

function toReceipt(
  type: OpenAiFeedbackBody['type'],
  answers: readonly GivenAnswer[],
  { status, revision, createdAt }: Accepted,
): OpenAiFeedbackReceipt {
  return {
    object: 'feedback',
    type,
    status,
    candidate_ids: answers.map(({ candidateId }) => candidateId),
    revision,
    created_at: createdAt,
  };
}
