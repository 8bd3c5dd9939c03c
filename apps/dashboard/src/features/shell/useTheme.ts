import { useMediaQuery } from './useMediaQuery.js';
import { computed, ref, watchEffect } from 'vue';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const storageKey = 'koi-theme';
const choice = ref<ThemeChoice>(stored());
const prefersDark = useMediaQuery('(prefers-color-scheme: dark)');
const dark = computed(
  () => choice.value === 'dark' || (choice.value === 'system' && prefersDark.value),
);

watchEffect(() => document.documentElement.classList.toggle('dark', dark.value));

/** Light, dark, or as the system says; remembered in this browser. `public/theme.js` does the same before the first paint. */
export function useTheme() {
  function choose(next: ThemeChoice): void {
    choice.value = next;
    try {
      if (next === 'system') localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }
  return { choice, dark, choose };
}

function stored(): ThemeChoice {
  try {
    const text = localStorage.getItem(storageKey);
    return text === 'light' || text === 'dark' ? text : 'system';
  } catch {
    return 'system';
  }
}
