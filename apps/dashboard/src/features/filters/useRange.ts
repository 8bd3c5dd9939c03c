import { isRangeName, type RangeName } from './time-range.js';
import { useUrlParameter } from './useUrlParameter.js';

/** The chosen time range, from `?range=`. */
export function useRange(fallback: RangeName) {
  return useUrlParameter<RangeName>(
    'range',
    (text) => (isRangeName(text) ? text : fallback),
    (range) => (range === fallback ? undefined : range),
  );
}
