import { computed } from 'vue';
import { useTheme } from '@koi/ui';
import type { ChartColours } from './chart-base.js';

const names = ['up', 'down', 'rank', 'accent', 'warn', 'ink', 'muted', 'line', 'surface'] as const;

/** The design's colours for a canvas, read again when the page turns dark or light. */
export function useChartColours() {
  const { dark } = useTheme();
  return computed(() => {
    // Read so that this is computed again; the class on <html> is set before this runs.
    void dark.value;
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(
      names.map((name) => [name, style.getPropertyValue(`--koi-${name}`).trim()]),
    ) as unknown as ChartColours;
  });
}
