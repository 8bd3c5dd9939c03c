import { createModelBody } from '@koi/contracts/http';
import { modelRetries, modelTimeouts, type ConnectorKind } from '@koi/contracts/koi-yaml';
import type { FieldSpec } from '../settings/index.js';

export type SectionName = 'connection' | 'request' | 'parameters' | 'price' | 'policies';

interface ModelField extends FieldSpec {
  readonly section: SectionName;
}

/**
 * Every setting a model may have, in the order of the form. Which of them a connector takes, and what it takes in them,
 * is the contract's to say.
 */
const allFields: readonly ModelField[] = [
  {
    section: 'connection',
    path: 'label',
    label: 'Label',
    kind: 'text',
    hint: 'What people see. Empty: its name.',
  },
  { section: 'connection', path: 'baseUrl', label: 'Address', kind: 'text' },
  { section: 'connection', path: 'url', label: 'Address', kind: 'text' },
  {
    section: 'connection',
    path: 'model',
    label: 'Model',
    kind: 'text',
    hint: 'As its server names it.',
  },
  {
    section: 'connection',
    path: 'file',
    label: 'GGUF file',
    kind: 'text',
    hint: 'One that was pulled, or an absolute path.',
  },
  {
    section: 'connection',
    path: 'style',
    label: 'Style',
    kind: 'choice',
    choices: ['friendly', 'brief', 'detailed'].map((value) => ({ value, label: value })),
  },
  {
    section: 'connection',
    path: 'tokensPerSecond',
    label: 'Tokens a second',
    kind: 'number',
    hint: '0 writes as fast as it can.',
  },
  {
    section: 'connection',
    path: 'organization',
    label: 'Organization',
    kind: 'text',
    hint: 'For keys that have several.',
  },
  { section: 'connection', path: 'project', label: 'Project', kind: 'text' },
  {
    section: 'connection',
    path: 'keepAlive',
    label: 'Stays loaded for',
    kind: 'text',
    hint: '5m, 1h, or -1 for always.',
  },
  {
    section: 'connection',
    path: 'threads',
    label: 'Threads',
    kind: 'number',
    hint: 'Empty: all cores but one.',
  },
  {
    section: 'request',
    path: 'method',
    label: 'Method',
    kind: 'choice',
    choices: ['POST', 'PUT'].map((value) => ({ value, label: value })),
  },
  {
    section: 'request',
    path: 'headers',
    label: 'Headers, as JSON',
    kind: 'json',
    hint: 'Secrets can be named in koi.yaml only.',
  },
  {
    section: 'request',
    path: 'body',
    label: 'Body, as JSON',
    kind: 'json',
    rows: 4,
    hint: 'Must hold {{messages}}, {{transcript}} or {{prompt}}.',
  },
  {
    section: 'request',
    path: 'response',
    label: 'Answer, as JSON',
    kind: 'json',
    rows: 4,
    hint: 'Where the text stands: { "stream": "none", "text": "/text" }.',
  },
  { section: 'parameters', path: 'parameters.temperature', label: 'Temperature', kind: 'number' },
  { section: 'parameters', path: 'parameters.topP', label: 'Top-p', kind: 'number' },
  { section: 'parameters', path: 'parameters.maxTokens', label: 'Most tokens', kind: 'number' },
  { section: 'parameters', path: 'parameters.seed', label: 'Seed', kind: 'number' },
  {
    section: 'parameters',
    path: 'contextTokens',
    label: 'Context window, tokens',
    kind: 'number',
    hint: 'Longer conversations lose their oldest turns.',
  },
  {
    section: 'parameters',
    path: 'parameters.stop',
    label: 'Stop at, one a line',
    kind: 'lines',
    rows: 2,
  },
  {
    section: 'parameters',
    path: 'extraBody',
    label: 'More fields of the request, as JSON',
    kind: 'json',
    hint: 'What its server knows and koi does not.',
  },
  { section: 'price', path: 'price.inputPerMillion', label: 'A million tokens in', kind: 'number' },
  {
    section: 'price',
    path: 'price.outputPerMillion',
    label: 'A million tokens out',
    kind: 'number',
  },
  { section: 'price', path: 'price.currency', label: 'Currency', kind: 'text' },
  {
    section: 'policies',
    path: 'timeouts.firstTokenSeconds',
    label: 'First token within, seconds',
    kind: 'number',
  },
  {
    section: 'policies',
    path: 'timeouts.betweenTokensSeconds',
    label: 'Next token within, seconds',
    kind: 'number',
  },
  {
    section: 'policies',
    path: 'timeouts.totalSeconds',
    label: 'Whole answer within, seconds',
    kind: 'number',
  },
  { section: 'policies', path: 'retries.attempts', label: 'Asked at most, times', kind: 'number' },
  {
    section: 'policies',
    path: 'retries.maxWaitSeconds',
    label: 'Longest pause, seconds',
    kind: 'number',
  },
  {
    section: 'policies',
    path: 'concurrency',
    label: 'Answers at a time',
    kind: 'number',
    hint: 'In each model-proxy.',
  },
];

export const sections: readonly { name: SectionName; title: string; lead?: string }[] = [
  { name: 'connection', title: 'Connection' },
  {
    name: 'request',
    title: 'Request and answer',
    lead: 'What the endpoint is sent, and where its answer stands.',
  },
  {
    name: 'parameters',
    title: 'Parameters and context window',
    lead: 'What is left out is left to the model. A chatbot may set its own.',
  },
  { name: 'price', title: 'Price', lead: 'For the cost of answers on the overview.' },
  { name: 'policies', title: 'Timeouts, retries and limits', lead: 'Empty: what stands in grey.' },
];

const connectors = createModelBody.shape.config.options;
type Shape = Readonly<
  Record<string, { safeParse(value: unknown): { success: boolean; data?: unknown } }>
>;

function shapeOf(connector: string): Shape {
  const found = connectors.find(({ shape }) => shape.connector.value === connector);
  return found?.shape ?? {};
}

const texts: Record<ConnectorKind, string> = {
  'openai-compatible': 'OpenAI-compatible server',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google Gemini',
  ollama: 'Ollama',
  'llama-cpp': 'GGUF file (llama.cpp)',
  http: 'Any JSON endpoint',
  callback: 'Own function',
  demo: 'Demo',
};
export const connectorLabel = (connector: unknown): string =>
  texts[connector as ConnectorKind] ?? String(connector);

/** The connectors a model can be made with here: not those that must be given a key by reference. */
export const connectorChoices = (Object.keys(texts) as ConnectorKind[])
  .filter((connector) => {
    const { apiKey } = shapeOf(connector);
    return !apiKey || apiKey.safeParse(undefined).success;
  })
  .map((value) => ({ value, label: texts[value] }));

export const takesKey = (connector: string): boolean => 'apiKey' in shapeOf(connector);

/** The fields of a connector's models. */
export function fieldsOf(connector: string): readonly ModelField[] {
  const shape = shapeOf(connector);
  return allFields.filter(({ path }) => (path.split('.')[0] ?? '') in shape);
}

/** What counts where a field is empty, if the contract says. */
export function defaultOf(connector: string, path: string): string | undefined {
  const [name = '', inner] = path.split('.');
  const groups: Record<string, unknown> = {
    timeouts: modelTimeouts.parse({}),
    retries: modelRetries.parse({}),
    price: { currency: 'USD' },
  };
  const value = inner
    ? (groups[name] as Record<string, unknown> | undefined)?.[inner]
    : shapeOf(connector)[name]?.safeParse(undefined).data;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
