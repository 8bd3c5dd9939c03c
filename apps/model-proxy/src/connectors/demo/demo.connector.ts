import type { GenerationParameters } from '@koi/contracts';
import type { Connector, ConnectorEvent, ConnectorRequest, ModelFinish } from '../connector.js';
import { WholeCharacters } from '../whole-characters.js';
import { reply } from './conversation.js';
import { countTokens, wordByWord } from './pace.js';
import { seededRandom, seedOf } from './random.js';
import type { DemoStyle } from './skill.js';

export interface DemoSettings {
  readonly style: DemoStyle;
  /** 0 writes as fast as it can. */
  readonly tokensPerSecond: number;
}

/**
 * The built-in model: rules and short notes, so that koi can be tried with no key, no download and no network.
 * The same conversation with the same seed gives the same answer; another seed words it differently.
 */
export class DemoConnector implements Connector {
  constructor(
    private readonly settings: DemoSettings,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async *stream(request: ConnectorRequest): AsyncGenerator<ConnectorEvent> {
    const { messages, parameters, signal } = request;
    signal.throwIfAborted();
    const seed = parameters.seed ?? request.seed ?? seedOf(JSON.stringify(messages));
    // With the message in it, a fixed seed does not make every answer of a conversation begin alike.
    const random = seededRandom(seed ^ seedOf(messages.at(-1)?.content ?? ''));
    const { text, finish } = within(
      reply(messages, { style: this.settings.style, random }, this.now()),
      parameters,
    );

    const characters = new WholeCharacters();
    const { tokensPerSecond } = this.settings;
    for await (const word of wordByWord(text, { tokensPerSecond, random, signal })) {
      const whole = characters.take(word);
      if (whole !== '') yield { type: 'text', text: whole };
    }
    const rest = characters.end();
    if (rest !== '') yield { type: 'text', text: rest };

    const promptTokens = messages.reduce((sum, { content }) => sum + countTokens(content), 0);
    yield { type: 'usage', promptTokens, completionTokens: countTokens(text) };
    yield { type: 'finish', reason: finish };
  }
}

/** Cuts a text at the first stop sequence and at the token limit, as a language model would end there. */
function within(
  text: string,
  { stop = [], maxTokens }: GenerationParameters,
): { text: string; finish: ModelFinish } {
  const ends = stop.map((sequence) => text.indexOf(sequence)).filter((position) => position >= 0);
  const kept = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
  if (maxTokens === undefined || countTokens(kept) <= maxTokens)
    return { text: kept, finish: 'stop' };

  let cut = '';
  for (const [word] of kept.matchAll(/\s*\S+/gu)) {
    if (countTokens(cut + word) > maxTokens) break;
    cut += word;
  }
  return { text: cut, finish: 'length' };
}
