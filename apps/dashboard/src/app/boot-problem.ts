import type { Problem } from '@koi/contracts/problems';
import { shallowRef } from 'vue';

/** Why the page cannot start at all: the server did not answer when it was asked for the session. */
export const bootProblem = shallowRef<Problem>();
