import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { modelConfig, type LlamaCppModel } from '@koi/contracts';
import { collect, connectorContract, textOf } from '../connector.contract.js';
import type { ConnectorRequest } from '../connector.js';
import { UpstreamFailure } from '../upstream-failure.js';
import { LlamaCppConnector } from './llama-cpp.connector.js';
import { LlamaProcess } from './llama-process.js';
import { runtimeEntry } from './llama-runtime.js';
import { LocalModels } from './local-models.js';

// Real: the process and all that is said to it. In place of node-llama-cpp: test/fake-llama.
const worker = fileURLToPath(
  new URL('../../../dist/connectors/llama-cpp/llama-worker.js', import.meta.url),
);

let folder: string;
const processes: LlamaProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koi-llama-'));
  mkdirSync(dirname(runtimeEntry(folder)), { recursive: true });
  writeFileSync(join(dirname(runtimeEntry(folder)), 'package.json'), '{"type":"module"}');
  cpSync(
    fileURLToPath(new URL('../../../test/fake-llama/index.js', import.meta.url)),
    runtimeEntry(folder),
  );
});
afterEach(() => {
  for (const process of processes.splice(0)) process.end();
});
afterAll(() => rmSync(folder, { recursive: true }));

function processOf(kind: string): LlamaProcess {
  const process = new LlamaProcess(
    {
      runtime: folder,
      file: join(folder, `${kind}.gguf`),
      contextTokens: 4_096,
      sequences: 2,
      threads: 1,
    },
    worker,
  );
  processes.push(process);
  return process;
}
const model = (kind: string): LlamaCppConnector => new LlamaCppConnector(processOf(kind));

const request = (more: Partial<ConnectorRequest> = {}): ConnectorRequest => ({
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Well?' },
    { role: 'assistant', content: 'Yes.' },
    { role: 'user', content: 'And now?' },
  ],
  parameters: {},
  seed: 7,
  signal: new AbortController().signal,
  ...more,
});

connectorContract('llama-cpp', async () => ({
  quick: model('quick'),
  slow: model('slow'),
  close: async () => undefined,
}));

test('the model is sent the conversation and the parameters, with llama.cpp’s defaults for the rest', async () => {
  const told = async (parameters: ConnectorRequest['parameters']): Promise<unknown> =>
    JSON.parse(textOf(await collect(model('echoing').stream(request({ parameters })))));

  expect(await told({})).toEqual({
    history: [
      { type: 'system', text: 'Be brief.' },
      { type: 'user', text: 'Well?' },
      { type: 'model', response: ['Yes.'] },
      { type: 'user', text: 'And now?' },
      { type: 'model', response: [] },
    ],
    // A quarter of the context: it is the smaller of what koi.yaml says and what the model was trained for.
    options: expect.objectContaining({
      temperature: 0.8,
      topP: 0.95,
      topK: 40,
      minP: 0.05,
      seed: 7,
      maxTokens: 512,
    }),
  });
  expect(
    await told({ temperature: 0, topP: 0.5, seed: 3, maxTokens: 9, stop: ['nowhere'] }),
  ).toMatchObject({
    options: { temperature: 0, topP: 0.5, seed: 3, maxTokens: 9, customStopTriggers: ['nowhere'] },
  });
});

test('tokens are counted by the model, and the limit is told from the model’s own end', async () => {
  const events = await collect(model('quick').stream(request({ parameters: { maxTokens: 3 } })));

  expect(textOf(events)).toBe('Water is wet 🐟');
  expect(events.slice(-2)).toEqual([
    { type: 'usage', promptTokens: 6, completionTokens: 3 },
    { type: 'finish', reason: 'length' },
  ]);
});

test('a third answer waits for a free sequence; a stop frees one', async () => {
  const connector = model('slow');
  const stops = [new AbortController(), new AbortController()];
  const running = stops.map(({ signal }) => collect(connector.stream(request({ signal }))));
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const stop of stops) stop.abort(new Error('enough'));
  for (const answer of running) await expect(answer).rejects.toThrow('enough');

  const third = connector.stream(request({ parameters: { maxTokens: 1 } }));

  expect(textOf(await collect(third))).toBe('Water ');
});

test('a sign of life while it thinks', async () => {
  let signs = 0;
  await collect(model('thinking').stream(request({ onActivity: () => (signs += 1) })));
  expect(signs).toBe(1);
});

test('a crash fails the answers under way, and the next question starts it again', async () => {
  const connector = model('crashing');

  for (let time = 0; time < 2; time++) {
    const reading = collect(connector.stream(request()));
    await expect(reading).rejects.toMatchObject({ kind: 'server_error', retryable: true });
  }
});

test.each([
  ['broken', 'misconfigured', 'llama.cpp cannot load the model: invalid magic characters'],
  ['refusing', 'rejected', 'The context size is too small.'],
])('a %s model fails as %s', async (kind, failure, message) => {
  const reading = collect(model(kind).stream(request()));

  await expect(reading).rejects.toThrow(UpstreamFailure);
  await expect(reading).rejects.toMatchObject({ kind: failure, message });
});

test('a model that is retired ends its answer, and then its process', async () => {
  const process = processOf('quick');
  const answer = collect(new LlamaCppConnector(process).stream(request()));
  process.retire();

  expect(textOf(await answer)).toBe('Water is wet 🐟, and fish live in it.');
});

test('what is not there is named, with the command that brings it', () => {
  const config = modelConfig.parse({ connector: 'llama-cpp', file: 'nowhere.gguf' });
  const models = new LocalModels({ KOI_MODELS_DIR: folder, KOI_LLAMA_CPP_DIR: join(folder, 'no') });

  expect(() => models.of('mine', config as LlamaCppModel)).toThrow(
    `The file ${folder}/nowhere.gguf is not there. "koi model pull" brings models.`,
  );
  writeFileSync(join(folder, 'nowhere.gguf'), '');
  expect(() => models.of('mine', config as LlamaCppModel)).toThrow('llama.cpp is not installed in');
});

test('one process a model, and a new one when its settings have changed', () => {
  const models = new LocalModels({ KOI_MODELS_DIR: folder, KOI_LLAMA_CPP_DIR: folder });
  writeFileSync(join(folder, 'a.gguf'), '');
  const config = modelConfig.parse({ connector: 'llama-cpp', file: 'a.gguf' }) as LlamaCppModel;

  const first = models.of('a', config);

  expect(models.of('a', { ...config, label: 'A' })).toBe(first);
  expect(models.of('a', { ...config, contextTokens: 512 })).not.toBe(first);
});
