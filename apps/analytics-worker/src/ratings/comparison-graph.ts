import { DirectedGraph } from 'graphology';
import { connectedComponents, stronglyConnectedComponents } from 'graphology-components';
import type { PairCounts } from './comparison-counts.js';

export interface ComparisonGraph {
  /** For each model the number of its connected group, 0 for the largest. Only within a group can models be compared. */
  readonly groups: readonly number[];
  /**
   * For each model whether its strength has a finite maximum-likelihood estimate: true when every model of its group
   * can be reached from it through wins and ties, and it from them. Ford (1957), Am. Math. Monthly 64(8):28–33.
   * Where a group falls apart, true for its largest part if that has more than one model: one alone has nothing that it
   * could be measured against.
   */
  readonly bounded: readonly boolean[];
}

/** Who was compared with whom, and who beat or tied whom. */
export function comparisonGraph(size: number, pairs: readonly PairCounts[]): ComparisonGraph {
  const graph = new DirectedGraph();
  for (let model = 0; model < size; model += 1) graph.addNode(String(model));
  for (const { first, second, firstWins, secondWins, ties } of pairs) {
    if (firstWins + ties > 0) graph.mergeEdge(String(first), String(second));
    if (secondWins + ties > 0) graph.mergeEdge(String(second), String(first));
  }
  const groups = new Array<number>(size).fill(0);
  byLength(connectedComponents(graph)).forEach((members, group) => {
    for (const member of members) groups[Number(member)] = group;
  });
  const bounded = new Array<boolean>(size).fill(false);
  const settled = new Set<number>();
  for (const members of byLength(stronglyConnectedComponents(graph))) {
    const group = groups[Number(members[0])] ?? 0;
    if (settled.has(group)) continue;
    settled.add(group);
    const isWhole = groups.filter((each) => each === group).length === members.length;
    for (const member of members) bounded[Number(member)] = isWhole || members.length > 1;
  }
  return { groups, bounded };
}

/** The longest first; of equal ones the one with the lower model, so that the order does not hang on chance. */
const byLength = (components: string[][]): string[][] =>
  components
    .map((members) => members.sort((one, other) => Number(one) - Number(other)))
    .sort((one, other) => other.length - one.length || Number(one[0]) - Number(other[0]));
