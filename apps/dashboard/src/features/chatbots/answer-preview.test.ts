import { expect, test } from '@jest/globals';
import type { PreviewOrder, ProbeEvent } from '@koi/contracts/events';
import type { ModelRecord } from '@koi/contracts/http';
import { answerPreview } from './answer-preview.js';
import { fallbacksOf } from './fallbacks-of.js';

const model = (name: string, fallback?: string, enabled = true) =>
  ({ id: name, name, label: name, enabled, config: { fallback } }) as unknown as ModelRecord;
const models = { status: 'unsupported' } as const;
const done = (answer: Extract<ProbeEvent, { type: 'done' }>['report']['answer']): ProbeEvent => ({
  type: 'done',
  report: { probeId: '', models, answer },
});
const failed = (text: string): ProbeEvent[] => [
  ...(text ? [{ type: 'text', text } as const] : []),
  done({ status: 'failed', text, failure: { kind: 'unreachable', detail: 'Nobody there.' } }),
];
const answered: ProbeEvent[] = [
  { type: 'text', text: 'Reeds' },
  done({ status: 'answered', text: 'Reeds.', pieces: 1, ttftMs: 1, durationMs: 2 }),
];

/** What is told of an answer when each model does this. */
async function told(does: Readonly<Record<string, ProbeEvent[]>>): Promise<PreviewOrder[]> {
  const orders: PreviewOrder[] = [];
  await answerPreview(
    {
      candidateId: 'c',
      models: Object.keys(does).map((name) => model(name)),
      messages: [],
      parameters: {},
    },
    async function* ({ modelId = '' }) {
      yield* await Promise.resolve(does[modelId] ?? []);
    },
    new AbortController().signal,
    (order) => orders.push(order),
  );
  return orders;
}

test('where a model fails before its first word, its fallback answers and is named', async () => {
  expect(await told({ heron: failed(''), egret: answered })).toEqual([
    { type: 'model', candidateId: 'c', model: 'heron' },
    { type: 'text', candidateId: 'c', text: '' },
    { type: 'model', candidateId: 'c', model: 'egret' },
    { type: 'text', candidateId: 'c', text: 'Reeds' },
    { type: 'text', candidateId: 'c', text: 'Reeds.' },
    { type: 'ended', candidateId: 'c', state: 'completed' },
  ]);
});

test('a model that breaks off, or that nobody could ask, is not stood in for', async () => {
  const broken = await told({ heron: failed('Re'), egret: answered });
  expect(broken.at(-1)).toMatchObject({ state: 'failed', detail: 'Nobody there.' });
  const unasked = await told({
    heron: [{ type: 'unanswered', detail: 'No model-proxy.' }],
    egret: answered,
  });
  expect(unasked.at(-1)).toMatchObject({ state: 'failed', detail: 'No model-proxy.' });
});

test('the last failure counts where all fail', async () => {
  const orders = await told({ heron: failed(''), egret: failed('') });
  expect(orders.filter(({ type }) => type === 'ended')).toHaveLength(1);
});

test('fallbacks are followed to their end, but not to one that is off or twice to one', () => {
  const names = (...all: ModelRecord[]) => fallbacksOf(all[0]!, all).map(({ name }) => name);
  expect(names(model('a', 'b'), model('b', 'c'), model('c'))).toEqual(['a', 'b', 'c']);
  expect(names(model('a', 'b'), model('b', 'a'))).toEqual(['a', 'b']);
  expect(names(model('a', 'b'), model('b', undefined, false))).toEqual(['a']);
  expect(names(model('a', 'gone'))).toEqual(['a']);
});
