import { DirectedGraph } from 'graphology';
import { connectedComponents, stronglyConnectedComponents } from 'graphology-components';
import { at, type PairCounts } from './comparison-counts.js';

export interface ComparisonGraph {
  /** For each model the number of its connected group, 0 for the largest. Only within a group can models be compared. */
  readonly groups: readonly number[];
  /**
   * For each model whether its strength, seen from the rest of its group, has a finite maximum-likelihood estimate.
   * Where a group falls apart, true for its largest part if that has more than one model: one alone has nothing that it
   * could be measured against.
   */
  readonly bounded: readonly boolean[];
  /** Whether Davidson's ν has one; false without ties. */
  readonly tieBounded: boolean;
}

/** The first model beat (`win`) or, if never that, tied (`tie`) the second. A tie is a step both ways. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly by: 'win' | 'tie';
}

/**
 * Who was compared with whom, and which strengths that determines.
 *
 * The likelihood has no maximum where strengths dᵢ and log ν (δ) can be moved on for ever without any observed outcome
 * becoming less likely against the others of its pair: dᵢ − dⱼ ≥ 2δ for every win of i over j, |dᵢ − dⱼ| ≤ 2δ for every
 * tie (Albert & Anderson 1984, Biometrika 71:1–10; Geyer 2009, Electron. J. Stat. 3:259–289). With δ = 0 that is what
 * Ford (1957), Am. Math. Monthly 64(8):28–33, says: each model must be reached from each other by wins and ties. But ν
 * is estimated too, and 30 wins and 3 ties without a loss are the likelier the greater both grow. δ > 0 is impossible
 * just when some round trip has more wins than ties: Gyarmati, Mihálykó & Orbán-Mihálykó (2025), arXiv:2502.13617.
 * One such trip will do for all groups, as they share ν.
 */
export function comparisonGraph(size: number, pairs: readonly PairCounts[]): ComparisonGraph {
  const steps = pairs.flatMap(stepsOf);
  const groups = new Array<number>(size).fill(0);
  byLength(membersOf(connectedComponents(graphOf(size, steps)))).forEach((members, group) => {
    for (const member of members) groups[member] = group;
  });
  const withTies = pairs.some(({ ties }) => ties > 0);
  const drift = withTies ? driftOf(size, steps) : undefined;
  const bounded = new Array<boolean>(size).fill(false);
  const settled = new Set<number>();
  for (const members of byLength(partsOf(size, steps, drift))) {
    const group = at(groups, at(members, 0));
    if (settled.has(group)) continue;
    settled.add(group);
    const isWhole = groups.filter((each) => each === group).length === members.length;
    for (const member of members) bounded[member] = isWhole || members.length > 1;
  }
  return { groups, bounded, tieBounded: withTies && drift === undefined };
}

/** By how much, with 2δ = 1, the model a step leads to may at most stand above the one it comes from. */
const LENGTHS: Record<Step['by'], number> = { win: -1, tie: 1 };

/**
 * One way for the strengths to drift off with a growing ν (2δ = 1), or nothing where a round trip with more wins than
 * ties forbids it: Bellman–Ford over differences of strengths, all of which begin at 0.
 */
function driftOf(size: number, steps: readonly Step[]): number[] | undefined {
  const drift = new Array<number>(size).fill(0);
  for (let round = 0; round <= size; round += 1) {
    let moved = false;
    for (const { from, to, by } of steps) {
      const most = at(drift, from) + LENGTHS[by];
      if (at(drift, to) <= most) continue;
      drift[to] = most;
      moved = true;
    }
    if (!moved) return drift;
  }
  return undefined;
}

/**
 * The sets of models whose differences the likelihood holds. Where the strengths can drift off, a step without slack
 * there and back holds two of them at the difference they drift by, and only the difference 0 stays finite.
 */
function partsOf(
  size: number,
  steps: readonly Step[],
  drift: readonly number[] | undefined,
): number[][] {
  if (!drift) return membersOf(stronglyConnectedComponents(graphOf(size, steps)));
  const rigid = steps.filter(({ from, to, by }) => at(drift, to) === at(drift, from) + LENGTHS[by]);
  return membersOf(stronglyConnectedComponents(graphOf(size, rigid))).flatMap((members) =>
    [...new Set(members.map((member) => at(drift, member)))].map((level) =>
      members.filter((member) => at(drift, member) === level),
    ),
  );
}

function stepsOf({ first, second, firstWins, secondWins, ties }: PairCounts): Step[] {
  const step = (from: number, to: number, wins: number): Step[] =>
    wins + ties > 0 ? [{ from, to, by: wins > 0 ? 'win' : 'tie' }] : [];
  return [...step(first, second, firstWins), ...step(second, first, secondWins)];
}

function graphOf(size: number, steps: readonly Step[]): DirectedGraph {
  const graph = new DirectedGraph();
  for (let model = 0; model < size; model += 1) graph.addNode(String(model));
  for (const { from, to } of steps) graph.mergeEdge(String(from), String(to));
  return graph;
}

const membersOf = (components: readonly string[][]): number[][] =>
  components.map((members) => members.map(Number).sort((one, other) => one - other));

/** The longest first; of equal ones the one with the lower model, so that the order does not hang on chance. */
const byLength = (parts: readonly number[][]): number[][] =>
  [...parts].sort((one, other) => other.length - one.length || at(one, 0) - at(other, 0));
