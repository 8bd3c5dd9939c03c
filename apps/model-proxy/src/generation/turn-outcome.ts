import type { CandidateState, FinalState } from '@koi/contracts';

export const isFinal = (state: CandidateState): state is FinalState =>
  state === 'completed' || state === 'stopped' || state === 'failed';

/** How a turn has ended, from its answers; `undefined` while one of them is still to come. */
export function turnOutcome(states: readonly CandidateState[]): FinalState | undefined {
  if (states.length === 0 || !states.every(isFinal)) return undefined;
  if (states.includes('failed')) return 'failed';
  return states.includes('stopped') ? 'stopped' : 'completed';
}
