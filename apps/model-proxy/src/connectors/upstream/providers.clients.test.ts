import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { afterEach, expect, test } from '@jest/globals';
import type { GenerationParameters } from '@koi/contracts';
import { streamText, type LanguageModel } from 'ai';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { inPieces, rawUpstream, type RawUpstream } from '../../../test/raw-upstream.js';
import { collect, textOf } from '../connector.contract.js';
import { createConnector } from '../registry.js';
import { providerWires } from './provider-wires.js';

// That what stands in for a provider speaks as the provider does, and that koi asks as it wants to be asked: the
// clients that providers or many others keep ask and read the same bytes as the connectors.
const KEY = 'a-very-secret-key-0123456789';
/** Not a made-up one: to the newest the client sends no temperature. */
const CLAUDE = 'claude-sonnet-4-5';
const words = ['Fish ', '🐟', ' live', ' in', ' wáter', '… ', '👩‍👩‍👧'];
const parameters: GenerationParameters = {
  temperature: 0.5,
  maxTokens: 64,
  stop: ['END'],
  seed: 7,
};

interface Read {
  readonly text: string;
  readonly usage: readonly (number | undefined)[];
}

async function bySdk(model: LanguageModel): Promise<Read> {
  const { temperature, maxTokens: maxOutputTokens, stop, seed } = parameters;
  const read = streamText({
    model,
    system: 'Be brief.',
    prompt: 'Hi',
    temperature: temperature as number,
    maxOutputTokens: maxOutputTokens as number,
    stopSequences: stop as string[],
    seed: seed as number,
    maxRetries: 0,
  });
  let text = '';
  for await (const piece of read.textStream) text += piece;
  const { inputTokens, outputTokens } = await read.usage;
  return { text, usage: [inputTokens, outputTokens] };
}

const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hi' },
] as const;

/** By the provider's name in `providerWires`. */
const clients: Readonly<Record<string, (url: string) => Promise<Read>>> = {
  async 'openai-compatible'(url) {
    const client = new OpenAI({ apiKey: KEY, baseURL: `${url}/v1`, maxRetries: 0 });
    const stream = await client.chat.completions.create({
      model: 'tiny',
      messages: [...messages],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      max_tokens: 64,
      stop: ['END'],
      seed: 7,
    });
    let text = '';
    let usage: Read['usage'] = [];
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (chunk.usage) usage = [chunk.usage.prompt_tokens, chunk.usage.completion_tokens];
    }
    return { text, usage };
  },
  anthropic: (url) => bySdk(createAnthropic({ apiKey: KEY, baseURL: `${url}/v1` })(CLAUDE)),
  google: (url) =>
    bySdk(createGoogleGenerativeAI({ apiKey: KEY, baseURL: `${url}/v1beta` })('gemini-x')),
  async ollama(url) {
    const client = new Ollama({ host: url, headers: { authorization: `Bearer ${KEY}` } });
    let text = '';
    let usage: Read['usage'] = [];
    for await (const part of await client.chat({
      model: 'tiny',
      messages: [...messages],
      stream: true,
      options: { temperature: 0.5, num_predict: 64, stop: ['END'], seed: 7 },
    })) {
      text += part.message.content;
      if (part.done) usage = [part.prompt_eval_count, part.eval_count];
    }
    return { text, usage };
  },
};

/** Anthropic takes a list of one text for the text itself. */
const plainTexts = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body).replace(/\[\{"type":"text","text":("(?:[^"\\]|\\.)*")\}\]/g, '$1'),
  );

// The client says that Anthropic knows no seed.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

let running: RawUpstream | undefined;
afterEach(() => running?.close());

test.each(Object.keys(clients))(
  '%s: a client of its own asks and reads as koi does',
  async (name) => {
    const wire = providerWires.find((each) => each.name === name);
    const client = clients[name];
    if (!wire || !client) throw new Error(`There is no wire of ${name}.`);
    running = await rawUpstream(inPieces(wire.contentType, wire.answer(words), 7));
    const settings = wire.settings(running.url);
    const model = name === 'anthropic' ? { model: CLAUDE } : {};
    const connector = createConnector(
      { ...settings, ...model },
      {
        readSecret: () => KEY,
        fetch,
        localModel: () => {
          throw new Error('There is none here.');
        },
      },
    );

    const byClient = await client(running.url);
    const events = await collect(
      connector.stream({ messages, parameters, signal: new AbortController().signal }),
    );

    expect(byClient).toEqual({ text: words.join(''), usage: [9, 4] });
    expect(textOf(events)).toBe(byClient.text);
    const [theirs, ours] = running.requests;
    expect(ours?.path).toBe(theirs?.path);
    expect(ours?.headers[wire.keyHeader]).toBe(theirs?.headers[wire.keyHeader]);
    expect(ours?.body).toEqual(plainTexts(theirs?.body));
  },
);
