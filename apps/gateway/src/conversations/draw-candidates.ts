import type { FeedbackMode, Side } from '@koi/contracts';

interface Weighted {
  readonly id: string;
  readonly version: number;
  readonly weight: number;
}

/** One answer to ask for. */
export interface DrawnCandidate {
  readonly modelId: string;
  readonly modelVersion: number;
  readonly side: Side;
  /** Counts from 0, and says nothing about the model. */
  readonly position: number;
}

/**
 * Draws the models of one turn by weight: one for `none` and `vote`, two different ones for `rank` (the same one
 * twice when there is only one). Sides follow a fair coin of their own, so that neither position nor order of ids
 * can favour or betray a model.
 *
 * @param random gives numbers in [0, 1).
 * @throws RangeError without a model of positive weight.
 */
export function drawCandidates(
  models: readonly Weighted[],
  mode: FeedbackMode,
  random: () => number,
): DrawnCandidate[] {
  const first = drawByWeight(models, random);
  if (mode !== 'rank')
    return [{ modelId: first.id, modelVersion: first.version, side: 'a', position: 0 }];

  const others = models.filter(({ id, weight }) => id !== first.id && weight > 0);
  const second = others.length > 0 ? drawByWeight(others, random) : first;
  const [a, b] = random() < 0.5 ? [first, second] : [second, first];
  return [
    { modelId: a.id, modelVersion: a.version, side: 'a', position: 0 },
    { modelId: b.id, modelVersion: b.version, side: 'b', position: 1 },
  ];
}

/**
 * Draws `count` answers of one request: each model once before any model twice, by weight, in an order that says
 * nothing about the models.
 */
export function drawChoices(
  models: readonly Weighted[],
  count: number,
  random: () => number,
): DrawnCandidate[] {
  const drawn: Weighted[] = [];
  let left: Weighted[] = [];
  while (drawn.length < count) {
    if (!left.some(({ weight }) => weight > 0)) left = [...models];
    const next = drawByWeight(left, random);
    left = left.filter(({ id }) => id !== next.id);
    drawn.splice(Math.floor(random() * (drawn.length + 1)), 0, next);
  }
  return drawn.map(({ id, version }, position) => ({
    modelId: id,
    modelVersion: version,
    side: position === 0 ? 'a' : 'b',
    position,
  }));
}

function drawByWeight(models: readonly Weighted[], random: () => number): Weighted {
  const total = models.reduce((sum, { weight }) => sum + weight, 0);
  let point = random() * total;
  let last: Weighted | undefined;
  for (const model of models) {
    if (model.weight <= 0) continue;
    last = model;
    point -= model.weight;
    if (point < 0) return model;
  }
  if (!last) throw new RangeError('There is no model to draw.');
  return last;
}
