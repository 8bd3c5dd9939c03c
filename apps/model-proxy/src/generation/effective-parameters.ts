import type { GenerationParameters } from '@koi/contracts';
import type { AnswerOrder } from './generation.repository.js';

/**
 * The parameters of one answer: the request's own go before the chatbot's, the chatbot's before the model's.
 *
 * A request may ask for fewer tokens than the owner allows and never for more. Of several answers to one request with
 * a seed each gets its own (seed + position), or they would all be the same; the first keeps the seed as it was given.
 */
export function effectiveParameters({
  model,
  chatbotParameters,
  requestParameters,
  position,
}: Pick<AnswerOrder, 'chatbotParameters' | 'requestParameters' | 'position'> & {
  readonly model: Pick<AnswerOrder['model'], 'parameters'>;
}): GenerationParameters {
  const owners = { ...model.parameters, ...chatbotParameters };
  const { maxTokens, seed, ...asked } = requestParameters;
  return {
    ...owners,
    ...asked,
    ...(maxTokens === undefined
      ? {}
      : { maxTokens: Math.min(maxTokens, owners.maxTokens ?? maxTokens) }),
    ...(seed === undefined ? {} : { seed: seed + position }),
  };
}
