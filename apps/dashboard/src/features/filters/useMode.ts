import { useUrlParameter } from './useUrlParameter.js';

export const modes = ['vote', 'rank', 'none'] as const;
export type Mode = (typeof modes)[number];

/** The chosen feedback mode, from `?mode=`; empty for all. */
export function useMode() {
  return useUrlParameter<Mode | ''>(
    'mode',
    (text) => modes.find((mode) => mode === text) ?? '',
    (mode) => mode || undefined,
  );
}
