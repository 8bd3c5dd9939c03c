import { fakeUpstream, type FakeUpstream, type UpstreamBehaviour } from '@koi/testing';

/**
 * Put into a message, it makes the answer slow, so that a test can act while it is written: about twelve words a second,
 * 400 of them unless the message says "in 50 words".
 */
export const SLOWLY = 'slowly';

/** Put into a message, it makes both models fail in words that name them: Pine refuses, Birch breaks off. */
export const FAILING = 'failing';

/** Put into a message, it makes Birch's answer a page longer than Pine's. */
export const UNEVEN = 'uneven';

const SLOW_TOKENS_PER_SECOND = 25;

/** What the models of the test's koi.yaml answer to a message: each its own, and neither says its name. */
export function answerOf(model: string, message: string): string {
  const taste = model.includes('pine') ? 'Short needles' : 'White **bark**';
  const words = message.includes(SLOWLY)
    ? Array.from(
        { length: Number(/in (\d+) words/.exec(message)?.[1] ?? 400) },
        (_, index) => `word${index}`,
      ).join(' ')
    : `naïve — 🐟\n\n- one\n- two${message.includes(UNEVEN) && !model.includes('pine') ? '\n- more'.repeat(40) : ''}`;
  return `${taste} for “${message}”: ${words}`;
}

/** An upstream that answers so, in chunks cut at awkward places, where a suite has no answer of its own. */
export const upstream = (
  ownAnswer: (message: string) => UpstreamBehaviour | undefined = () => undefined,
): Promise<FakeUpstream> =>
  fakeUpstream({
    script: (request) => {
      const message = request.messages.at(-1)?.content ?? '';
      const own = ownAnswer(message);
      if (own) return own;
      const fails = message.includes(FAILING);
      const refuse = { status: 400, message: `${request.model} cannot answer just now` } as const;
      if (fails && request.model.includes('pine')) return { refuse };
      return {
        text: answerOf(request.model, message),
        ...(fails && { refuse, errorAfterTokens: 3 }),
        splits: { randomSeed: 7, longest: 60 },
        ...(message.includes(SLOWLY) && { tokensPerSecond: SLOW_TOKENS_PER_SECOND }),
      };
    },
  });
