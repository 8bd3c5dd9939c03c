/** The part of this feature that needs no component: what filters mean in an address. */
export { single, withParameters } from './query-parameters.js';
export {
  endOfBucket,
  isRangeName,
  localTimeZone,
  startOf,
  stepOf,
  type RangeName,
  type Step,
} from './time-range.js';
