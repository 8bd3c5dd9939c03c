/** The part of this feature that needs no component: what filters mean in an address. */
export { csvAddress } from './csv-address.js';
export { single, withParameters } from './query-parameters.js';
export {
  bordersBefore,
  bordersOf,
  readPeriod,
  stepWithin,
  writePeriod,
  type Borders,
  type Period,
} from './period.js';
export {
  endOfBucket,
  isRangeName,
  localTimeZone,
  startOf,
  type RangeName,
  type Step,
} from './time-range.js';
