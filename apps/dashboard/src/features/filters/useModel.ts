import { useUrlParameter } from './useUrlParameter.js';

/** The chosen model's name, from `?model=`; empty for all. */
export function useModel() {
  return useUrlParameter<string>(
    'model',
    (text) => text?.slice(0, 100) ?? '',
    (model) => model || undefined,
  );
}
