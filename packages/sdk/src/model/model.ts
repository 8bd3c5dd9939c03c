import type { ChatMessage, GenerationParameters } from '@koi/contracts';

export interface PredictContext {
  /**
   * Raised when nobody waits for the answer any more, as after a stop in the chat. Hand it on to `fetch`, or look at
   * `signal.aborted` between two pieces; a generator is also returned from.
   */
  readonly signal: AbortSignal;
  /** What koi.yaml or the caller sets; what is left out is the model's to choose. */
  readonly parameters: GenerationParameters;
}

/** The whole answer, or its pieces in order. */
export type Prediction = string | Iterable<string> | AsyncIterable<string>;

/** Answers the last message of a conversation; a system prompt is its first message. */
export type Predict = (
  messages: readonly ChatMessage[],
  context: PredictContext,
) => Prediction | Promise<Prediction>;

/** A model is a function, or an object of any class with such a method. */
export type Model = Predict | { readonly predict: Predict };

/** The answer of a model piece by piece, however the model gives it. No piece is empty or ends within a character. */
export async function* predictionOf(
  model: Model,
  messages: readonly ChatMessage[],
  context: PredictContext,
): AsyncGenerator<string> {
  const prediction = await (typeof model === 'function'
    ? model(messages, context)
    : model.predict(messages, context));
  if (typeof prediction === 'string') {
    if (prediction !== '') yield prediction;
    return;
  }
  let half = '';
  for await (const piece of iterable(prediction)) {
    const text = half + asString(piece);
    half = HIGH_SURROGATE_AT_END.exec(text)?.[0] ?? '';
    const whole = text.slice(0, text.length - half.length);
    if (whole !== '') yield whole;
  }
  if (half !== '') yield half;
}

/** The first half of a character outside of the Basic Multilingual Plane, such as an emoji. */
const HIGH_SURROGATE_AT_END = /[\ud800-\udbff]$/;

function iterable(prediction: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof prediction === 'object' && prediction !== null)
    if (Symbol.asyncIterator in prediction || Symbol.iterator in prediction)
      return prediction as AsyncIterable<unknown>;
  throw new TypeError(
    `predict must give a string, or an iterable of strings; it gave ${kindOf(prediction)}.`,
  );
}

function asString(piece: unknown): string {
  if (typeof piece === 'string') return piece;
  throw new TypeError(`Each piece of an answer must be a string; one was ${kindOf(piece)}.`);
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : value === undefined ? 'undefined' : `of type ${typeof value}`;
