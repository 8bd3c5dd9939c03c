import type { Contestant } from '@koi/contracts/http';

/** The label, with the version where a model has more than its first. */
export const contestantLabel = ({ label, version }: Contestant): string =>
  version > 1 ? `${label} v${version}` : label;
