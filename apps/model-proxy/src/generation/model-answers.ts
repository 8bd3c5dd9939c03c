import { Inject, Injectable } from '@nestjs/common';
import type { ChatMessage, GenerationParameters, ModelConfig, ModelPrice } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import { LOGGER } from '@koi/service';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { ModelSlots } from '../policy/model-slots.js';
import type { AnswerPublisher } from './answer-publisher.js';
import { AnswerWriter } from './answer-writer.js';
import { costOf } from './cost-of.js';
import { effectiveParameters } from './effective-parameters.js';
import { endingOf, forTheTeam } from './endings.js';
import {
  GenerationRepository,
  type AnswerEnding,
  type AnswerOrder,
  type ModelRow,
} from './generation.repository.js';
import { ModelConnectors } from './model-connectors.js';
import { tokenCounter } from './token-counter.js';
import { trimContext, type Trimmed } from './trim-context.js';

interface Asking {
  readonly messages: readonly ChatMessage[];
  readonly answer: Pick<AnswerPublisher, 'append' | 'text' | 'ready'>;
  readonly signal: AbortSignal;
}

/** How one model ended, and what it failed with when another may still be asked. */
interface Outcome {
  readonly ending: AnswerEnding;
  readonly failure?: UpstreamFailure;
  /** Asked in its stead; only of a model that failed before its first token. */
  readonly fallback?: string;
}

/** Gets an answer out of the model that was drawn, or out of the ones it falls back to. */
@Injectable()
export class ModelAnswers {
  constructor(
    private readonly repository: GenerationRepository,
    private readonly connectors: ModelConnectors,
    private readonly slots: ModelSlots,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Lets models write until one has answered, failed in the middle, or none is left.
   *
   * @throws what is neither a stop nor a model's fault.
   */
  async write(order: AnswerOrder, asking: Asking): Promise<AnswerEnding> {
    const failures: string[] = [];
    const asked = new Set<string>();
    let model = order.model;
    for (;;) {
      asked.add(model.name);
      const { ending, failure, fallback } = await this.ask(model, order, asking);
      if (failure) failures.push(forTheTeam(failure));
      // koi.yaml has no circles, but rows change one at a time.
      const next =
        fallback === undefined || asked.has(fallback)
          ? undefined
          : await this.repository.findModel(fallback);
      if (!next) return { ...ending, ...trace(order, model, ending, failures) };
      this.logger.warn(
        { model: model.name, fallback, kind: failure?.kind },
        'another model answers',
      );
      model = next;
    }
  }

  private async ask(
    model: ModelRow,
    order: AnswerOrder,
    { messages, answer, signal }: Asking,
  ): Promise<Outcome> {
    let writer: AnswerWriter | undefined;
    let fallback: string | undefined;
    let price: ModelPrice | undefined;
    let messagesLeftOut = 0;
    const ended = async (how: Omit<AnswerEnding, 'text'>): Promise<AnswerEnding> => {
      const figures = await writer?.figures();
      return {
        ...how,
        text: answer.text,
        messagesLeftOut,
        ...figures,
        ...(figures && price ? { cost: costOf(figures.usage, price) } : {}),
      };
    };
    try {
      const config = this.connectors.settingsOf(model);
      ({ fallback, price } = config);
      const connector = this.connectors.of(model.name, config);
      const slot = await this.slots.take(model.name, config.concurrency, signal);
      try {
        if (slot.waitedMs > 1)
          this.logger.info(
            { model: model.name, waitedMs: slot.waitedMs },
            'waited for a free slot',
          );
        const parameters = effectiveParameters({ ...order, model });
        const trimmed = await trimmedFor(config, parameters, messages);
        messagesLeftOut = trimmed.leftOut;
        writer = new AnswerWriter(answer);
        const finishReason = await writer.write(connector, trimmed.messages, {
          parameters,
          seed: seedOf(order.candidateId),
          signal,
        });
        return { ending: await ended({ state: 'completed', finishReason }) };
      } finally {
        slot.release();
      }
    } catch (error) {
      const ending = await ended(endingOf(error, signal));
      if (!(error instanceof UpstreamFailure) || ending.state !== 'failed') return { ending };
      this.logger.warn({ model: model.name, kind: error.kind }, 'the model failed');
      return {
        ending,
        failure: error,
        ...(fallback === undefined || answer.text !== '' ? {} : { fallback }),
      };
    }
  }
}

/** The conversation as it fits into the model's window; all of it for a model whose window nobody has said. */
async function trimmedFor(
  { contextTokens }: Pick<ModelConfig, 'contextTokens'>,
  { maxTokens }: GenerationParameters,
  messages: readonly ChatMessage[],
): Promise<Trimmed> {
  if (contextTokens === undefined) return { messages, leftOut: 0 };
  return trimContext(messages, { contextTokens, maxTokens }, await tokenCounter());
}

/** What the row keeps of the way to an answer: every failure, and who answered in whose place. */
function trace(
  { model: drawn, ...order }: AnswerOrder,
  model: ModelRow,
  { state, text }: AnswerEnding,
  failures: readonly string[],
): Pick<AnswerEnding, 'errorDetail' | 'standIn'> {
  // Where nobody has said anything, the failure is the drawn model's.
  const stoodIn = model.id !== drawn.id && (state === 'completed' || text !== '');
  return {
    ...(failures.length === 0 ? {} : { errorDetail: failures.join('\n') }),
    ...(stoodIn
      ? {
          standIn: {
            modelId: model.id,
            modelVersion: model.version,
            fallbackForModelId: drawn.id,
            parameters: effectiveParameters({ ...order, model }),
          },
        }
      : {}),
  };
}

/** The last bits of a UUIDv7 are random: two candidates of one turn vary, one candidate stays itself. */
const seedOf = (candidateId: string): number => Number.parseInt(candidateId.slice(-8), 16);
