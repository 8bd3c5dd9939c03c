import type { ChatCompletionBody, GenerationParameters } from '@koi/contracts';

/** The sampling parameters of a request in koi's terms; what it leaves out stays out. */
export function requestParameters(body: ChatCompletionBody): GenerationParameters {
  const { temperature, top_p: topP, seed } = body;
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  const stop = typeof body.stop === 'string' ? [body.stop] : body.stop;
  return {
    ...(temperature == null ? {} : { temperature }),
    ...(topP == null ? {} : { topP }),
    ...(maxTokens == null ? {} : { maxTokens }),
    ...(stop == null || stop.length === 0 ? {} : { stop }),
    ...(seed == null ? {} : { seed }),
  };
}
