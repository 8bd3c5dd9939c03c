/** Words that would tell a participant which model wrote an answer. None of them is part of any answer. */
export const MODEL_WORDS = [
  'pine-model',
  'birch-model',
  'Label of Pine',
  'Label of Birch',
  'vendor/pine-7b',
  'vendor/birch-8b',
  'openai-compatible',
] as const;

/** Fields that would tell two models apart by what they cost or how quick they are. */
export const MODEL_FIELDS = [
  'ttft',
  'duration',
  'Tokens"',
  'server-timing',
  'modelId',
  'model_id',
  'connector',
  'baseUrl',
] as const;

/** A koi.yaml with one chatbot a feedback mode: two on an upstream that speaks OpenAI's format, one on the demo. */
export const koiYaml = (baseUrl: string): string => `
version: 1
models:
  pine-model:
    connector: openai-compatible
    label: Label of Pine
    baseUrl: ${baseUrl}
    model: vendor/pine-7b
  birch-model:
    connector: openai-compatible
    label: Label of Birch
    baseUrl: ${baseUrl}
    model: vendor/birch-8b
  demo-model:
    connector: demo
    label: Demo
    tokensPerSecond: 60
chatbots:
  duel:
    title: Duel
    feedback: rank
    models: [pine-model, birch-model]
  helper:
    title: Helper
    feedback: vote
    models: [pine-model]
  quiet:
    title: Quiet
    feedback: none
    starters: [What can you do?]
    models: [demo-model]
`;
