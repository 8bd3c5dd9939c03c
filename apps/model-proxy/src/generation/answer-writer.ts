import type { ChatMessage, GenerationParameters, TokenUsage } from '@koi/contracts';
import type { Connector, ModelFinish } from '../connectors/connector.js';
import type { AnswerPublisher } from './answer-publisher.js';

/** The longest answer koi keeps, in UTF-16 code units: a model that never ends must not fill the memory. */
const ANSWER_LIMIT = 1_000_000;

/** Times and tokens of one attempt; valid at any moment, also after the stream broke. */
export class AnswerWriter {
  private readonly startedAt = performance.now();
  private firstTextAt: number | undefined;
  private reported: Omit<TokenUsage, 'estimated'> | undefined;
  private asked = 0;

  constructor(private readonly answer: Pick<AnswerPublisher, 'append' | 'text'>) {}

  /** Lets the model write until it ends, fails, or `signal` aborts. */
  async write(
    connector: Connector,
    messages: readonly ChatMessage[],
    options: { parameters: GenerationParameters; seed: number; signal: AbortSignal },
  ): Promise<ModelFinish> {
    this.asked = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    for await (const event of connector.stream({ messages, ...options })) {
      if (event.type === 'finish') return event.reason;
      if (event.type === 'usage') {
        this.reported = {
          promptTokens: event.promptTokens,
          completionTokens: event.completionTokens,
        };
        continue;
      }
      this.firstTextAt ??= performance.now();
      this.answer.append(event.text);
      if (this.answer.text.length > ANSWER_LIMIT) return 'length';
    }
    return 'stop';
  }

  private get usage(): TokenUsage {
    if (this.reported) return { ...this.reported, estimated: false };
    return {
      promptTokens: this.asked,
      completionTokens: estimateTokens(this.answer.text),
      estimated: true,
    };
  }

  /** What is known of this attempt up to now. */
  get figures(): { usage: TokenUsage; durationMs: number; ttftMs?: number } {
    const { usage, startedAt, firstTextAt } = this;
    return {
      usage,
      durationMs: performance.now() - startedAt,
      ...(firstTextAt === undefined ? {} : { ttftMs: firstTextAt - startedAt }),
    };
  }
}

/** About four characters a token, OpenAI's rule of thumb for English; only for providers that do not say. */
const estimateTokens = (text: string): number => Math.ceil(text.length / 4);
