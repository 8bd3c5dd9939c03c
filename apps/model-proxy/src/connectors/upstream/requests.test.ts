import { describe, expect, test } from '@jest/globals';
import type { ChatMessage } from '@koi/contracts';
import { anthropicProtocol } from '../anthropic/anthropic.protocol.js';
import type { ConnectorRequest } from '../connector.js';
import { googleProtocol } from '../google/google.protocol.js';
import { ollamaProtocol } from '../ollama/ollama.protocol.js';
import { mergeBody } from './merge-body.js';

const messages: ChatMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hi' },
  { role: 'assistant', content: 'Hello' },
  { role: 'user', content: 'Well?' },
  { role: 'user', content: 'Go on.' },
];
const parameters = { temperature: 0.5, topP: 0.9, maxTokens: 64, stop: ['END'], seed: 7 };
const request = (more: Partial<ConnectorRequest> = {}): ConnectorRequest => ({
  messages,
  parameters,
  signal: new AbortController().signal,
  ...more,
});
const plain = request({ messages: [{ role: 'user', content: 'Hi' }], parameters: {} });

describe('anthropic', () => {
  const protocol = anthropicProtocol({ baseUrl: 'https://a.test/v1/', model: 'claude-x' });

  test('takes the system prompt apart and lets speakers alternate', () => {
    expect(protocol.url).toBe('https://a.test/v1/messages');
    expect(protocol.headers).toEqual({
      accept: 'text/event-stream',
      'anthropic-version': '2023-06-01',
    });
    expect(protocol.body(request())).toEqual({
      model: 'claude-x',
      max_tokens: 64,
      system: 'Be brief.',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Well?\n\nGo on.' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      stop_sequences: ['END'],
      stream: true,
    });
  });

  test('what is not asked for is left out, but for the limit the API wants', () => {
    expect(protocol.body(plain)).toEqual({
      model: 'claude-x',
      max_tokens: 4096,
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    });
  });

  test('thoughts are no text, and unknown events are skipped', () => {
    const read = (value: object) => protocol.read(JSON.stringify(value));
    expect(
      read({ type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'hm' } }),
    ).toEqual({ text: '', thinks: true });
    expect(read({ type: 'something_new', text: 'x' })).toEqual({ text: '' });
    expect(read({ type: 'message_delta' })).toBeUndefined();
  });
});

describe('google', () => {
  const protocol = googleProtocol({ baseUrl: 'https://g.test/v1beta', model: 'models/gemini x' });

  test('writes contents, instruction and configuration', () => {
    expect(protocol.url).toBe(
      'https://g.test/v1beta/models/gemini%20x:streamGenerateContent?alt=sse',
    );
    expect(protocol.body(request())).toEqual({
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }] },
        { role: 'model', parts: [{ text: 'Hello' }] },
        { role: 'user', parts: [{ text: 'Well?\n\nGo on.' }] },
      ],
      generationConfig: {
        temperature: 0.5,
        topP: 0.9,
        maxOutputTokens: 64,
        stopSequences: ['END'],
        seed: 7,
      },
    });
  });

  test('a prompt that is blocked is an answer that was filtered', () => {
    expect(
      protocol.read(
        JSON.stringify({
          promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
          usageMetadata: { promptTokenCount: 3 },
        }),
      ),
    ).toMatchObject({ text: '', finish: 'content_filter', promptTokens: 3 });
  });

  test('thoughts are no text', () => {
    expect(
      protocol.read(
        JSON.stringify({
          candidates: [{ content: { parts: [{ text: 'hm', thought: true }, { text: 'Yes' }] } }],
        }),
      ),
    ).toMatchObject({ text: 'Yes', thinks: true, finish: undefined });
  });
});

describe('ollama', () => {
  test('writes options, and how long the model stays loaded', () => {
    const settings = { baseUrl: 'http://o.test', model: 'tiny' };
    expect(ollamaProtocol(settings).body(request())).toEqual({
      model: 'tiny',
      messages,
      stream: true,
      options: { temperature: 0.5, top_p: 0.9, num_predict: 64, stop: ['END'], seed: 7 },
    });
    expect(ollamaProtocol({ ...settings, keepAlive: '-1' }).body(plain)).toMatchObject({
      keep_alive: -1,
      options: {},
    });
    expect(ollamaProtocol({ ...settings, keepAlive: '5m' }).body(plain)).toMatchObject({
      keep_alive: '5m',
    });
  });
});

test('extra fields are merged into a body, objects field by field', () => {
  const body = { model: 'm', options: { seed: 7, stop: ['a'] } };
  expect(mergeBody(body, { options: { seed: 8, stop: [], mirostat: 2 }, think: false })).toEqual({
    model: 'm',
    options: { seed: 8, stop: [], mirostat: 2 },
    think: false,
  });
  expect(body.options.seed).toBe(7);
});
