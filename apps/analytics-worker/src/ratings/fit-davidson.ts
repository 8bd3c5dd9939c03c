import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { at, comparisonsOf, type PairCounts } from './comparison-counts.js';

/** Strengths as natural logarithms; of each connected group of models their mean is 0. */
export interface DavidsonFit {
  readonly strengths: readonly number[];
  /** The logarithm of Davidson's ν, how readily a comparison ends in a tie; null where no comparison did. */
  readonly logTie: number | null;
  readonly converged: boolean;
}

/** Keeps an estimate finite that the comparisons set no limit to, as of a model that never lost. Too small to be seen in any other. */
const RIDGE = 1e-6;
/** How far below the maximum, for each comparison, the log-likelihood may stay. */
const TOLERANCE = 1e-12;
const MAX_STEPS = 100;

/**
 * Maximum-likelihood strengths of the Bradley–Terry model with Davidson's ties: with πᵢ = exp(strengthᵢ),
 *
 *     P(i beats j) = πᵢ / (πᵢ + πⱼ + ν√(πᵢπⱼ))      P(tie) = ν√(πᵢπⱼ) / (πᵢ + πⱼ + ν√(πᵢπⱼ))
 *
 * Bradley & Terry (1952), Biometrika 39:324–345; Davidson (1970), J. Am. Stat. Assoc. 65:317–328. Without ties it is
 * the plain Bradley–Terry model. The log-likelihood is concave in strengths and log ν, so Newton's method with halved
 * steps finds its only maximum.
 *
 * @param groups for each model the number of its connected group; strengths of different groups cannot be compared.
 * @param start strengths to begin from, for example of a fit to similar counts.
 */
export function fitDavidson(
  groups: readonly number[],
  pairs: readonly PairCounts[],
  start?: DavidsonFit,
): DavidsonFit {
  const size = groups.length;
  const withTies = pairs.some(({ ties }) => ties > 0);
  const total = pairs.reduce((sum, pair) => sum + comparisonsOf(pair), 0);
  const likelihood = new Likelihood(groups, pairs, withTies);
  let parameters = [
    ...(start?.strengths ?? new Array<number>(size).fill(0)),
    ...(withTies ? [start?.logTie ?? 0] : []),
  ];
  let value = likelihood.value(parameters);
  let converged = parameters.length === 0 || total === 0;
  for (let step = 0; step < MAX_STEPS && !converged; step += 1) {
    const { gradient, curvature } = likelihood.derivatives(parameters);
    const direction = new CholeskyDecomposition(curvature)
      .solve(Matrix.columnVector(gradient))
      .to1DArray();
    const slope = direction.reduce((sum, part, index) => sum + part * at(gradient, index), 0);
    // Half the slope is how much higher the maximum lies, as far as the curvature can tell.
    converged = slope / 2 < TOLERANCE * total;
    let length = 1;
    for (;;) {
      const next = parameters.map((part, index) => part + length * at(direction, index));
      const reached = likelihood.value(next);
      if (reached >= value + 1e-4 * length * slope || length < 1e-6) {
        if (reached >= value) [parameters, value] = [next, reached];
        break;
      }
      length /= 2;
    }
  }
  return {
    strengths: parameters.slice(0, size),
    logTie: withTies ? at(parameters, size) : null,
    converged,
  };
}

/** The log-likelihood of the counts, less the ridge and, for each group, a term that holds the sum of its strengths at 0. */
class Likelihood {
  constructor(
    private readonly groups: readonly number[],
    private readonly pairs: readonly PairCounts[],
    private readonly withTies: boolean,
  ) {}

  private get size(): number {
    return this.groups.length;
  }

  value(parameters: readonly number[]): number {
    let value = 0;
    for (const pair of this.pairs) {
      const difference = at(parameters, pair.first) - at(parameters, pair.second);
      const logTie = this.withTies ? at(parameters, this.size) : -Infinity;
      const top = Math.max(Math.abs(difference) / 2, logTie);
      const logTotal =
        top +
        Math.log(
          Math.exp(difference / 2 - top) + Math.exp(-difference / 2 - top) + Math.exp(logTie - top),
        );
      value +=
        ((pair.firstWins - pair.secondWins) * difference) / 2 +
        (pair.ties > 0 ? pair.ties * logTie : 0) -
        comparisonsOf(pair) * logTotal;
    }
    for (const parameter of parameters) value -= (RIDGE / 2) * parameter * parameter;
    for (const sum of this.groupSums(parameters)) value -= (sum * sum) / 2;
    return value;
  }

  /** The gradient, and minus the Hessian, which is positive definite. */
  derivatives(parameters: readonly number[]): { gradient: number[]; curvature: Matrix } {
    const tie = this.size;
    const gradient = parameters.map((parameter) => -RIDGE * parameter);
    const curvature = Matrix.eye(parameters.length).mul(RIDGE);
    const add = (row: number, column: number, amount: number): void => {
      curvature.set(row, column, curvature.get(row, column) + amount);
    };
    const climb = (index: number, amount: number): void => {
      gradient[index] = at(gradient, index) + amount;
    };
    for (const pair of this.pairs) {
      const { first, second } = pair;
      const count = comparisonsOf(pair);
      const chances = outcomeChances(
        at(parameters, first) - at(parameters, second),
        this.withTies ? at(parameters, tie) : -Infinity,
      );
      const lead = chances.first - chances.second;
      const pull = (pair.firstWins - pair.secondWins - count * lead) / 2;
      climb(first, pull);
      climb(second, -pull);
      const bend = (count * (chances.first + chances.second - lead * lead)) / 4;
      add(first, first, bend);
      add(second, second, bend);
      add(first, second, -bend);
      add(second, first, -bend);
      if (!this.withTies) continue;
      climb(tie, pair.ties - count * chances.tie);
      add(tie, tie, count * chances.tie * (1 - chances.tie));
      const cross = (-count * chances.tie * lead) / 2;
      for (const [index, amount] of [
        [first, cross],
        [second, -cross],
      ] as const) {
        add(index, tie, amount);
        add(tie, index, amount);
      }
    }
    const sums = this.groupSums(parameters);
    this.groups.forEach((group, row) => {
      climb(row, -at(sums, group));
      this.groups.forEach((other, column) => {
        if (other === group) add(row, column, 1);
      });
    });
    return { gradient, curvature };
  }

  private groupSums(parameters: readonly number[]): number[] {
    const sums = new Array<number>(Math.max(0, ...this.groups.map((group) => group + 1))).fill(0);
    this.groups.forEach((group, index) => {
      sums[group] = at(sums, group) + at(parameters, index);
    });
    return sums;
  }
}

/** How likely each outcome of one comparison is; `difference` is the first model's strength less the second's. */
export function outcomeChances(
  difference: number,
  logTie: number,
): { first: number; second: number; tie: number } {
  const top = Math.max(Math.abs(difference) / 2, logTie);
  const first = Math.exp(difference / 2 - top);
  const second = Math.exp(-difference / 2 - top);
  const tie = Math.exp(logTie - top);
  const total = first + second + tie;
  return { first: first / total, second: second / total, tie: tie / total };
}
