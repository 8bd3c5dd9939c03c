import type { ChatMessage, GenerationParameters, TokenUsage } from '@koi/contracts';
import type { Connector, ModelFinish } from '../connectors/connector.js';
import type { AnswerPublisher } from './answer-publisher.js';
import { tokenCounter } from './token-counter.js';

/** The longest answer koi keeps, in UTF-16 code units: a model that never ends must not fill the memory. */
const ANSWER_LIMIT = 1_000_000;

/** Times and tokens of one attempt; valid at any moment, also after the stream broke. */
export class AnswerWriter {
  private readonly startedAt = performance.now();
  private firstTextAt: number | undefined;
  private reported: Omit<TokenUsage, 'estimated'> | undefined;
  private asked: readonly ChatMessage[] = [];

  constructor(private readonly answer: Pick<AnswerPublisher, 'append' | 'text' | 'ready'>) {}

  /** Lets the model write until it ends, fails, or `signal` aborts. */
  async write(
    connector: Connector,
    messages: readonly ChatMessage[],
    options: { parameters: GenerationParameters; seed: number; signal: AbortSignal },
  ): Promise<ModelFinish> {
    this.asked = messages;
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
      await this.answer.ready();
    }
    return 'stop';
  }

  private async usage(): Promise<TokenUsage> {
    if (this.reported) return { ...this.reported, estimated: false };
    const count = await tokenCounter();
    return {
      promptTokens: this.asked.reduce((sum, { content }) => sum + count(content), 0),
      completionTokens: count(this.answer.text),
      estimated: true,
    };
  }

  /** What is known of this attempt up to now. */
  async figures(): Promise<{ usage: TokenUsage; durationMs: number; ttftMs?: number }> {
    const { startedAt, firstTextAt } = this;
    const durationMs = performance.now() - startedAt;
    return {
      usage: await this.usage(),
      durationMs,
      ...(firstTextAt === undefined ? {} : { ttftMs: firstTextAt - startedAt }),
    };
  }
}
