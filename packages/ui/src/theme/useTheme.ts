import { computed, ref, watch } from 'vue';

export const themeChoices = ['system', 'light', 'dark'] as const;
/** What the person chose; `system` follows the device. */
export type ThemeChoice = (typeof themeChoices)[number];

const STORAGE_KEY = 'koi-theme';
const choice = ref<ThemeChoice>('system');
const systemIsDark = ref(false);
const dark = computed(() =>
  choice.value === 'system' ? systemIsDark.value : choice.value === 'dark',
);
let started = false;

/** Light, dark, or as the system says; kept in this browser and shared by its tabs. */
export function useTheme() {
  start();
  return { choice, dark, choose };
}

function choose(next: ThemeChoice): void {
  choice.value = next;
  try {
    if (next === 'system') localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function start(): void {
  if (started || typeof document === 'undefined') return;
  started = true;
  choice.value = stored();
  const query = matchMedia('(prefers-color-scheme: dark)');
  systemIsDark.value = query.matches;
  query.addEventListener('change', ({ matches }) => (systemIsDark.value = matches));
  addEventListener('storage', ({ key }) => {
    if (key === STORAGE_KEY) choice.value = stored();
  });
  watch(dark, (value) => document.documentElement.classList.toggle('dark', value), {
    immediate: true,
  });
}

function stored(): ThemeChoice {
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return text === 'light' || text === 'dark' ? text : 'system';
  } catch {
    return 'system';
  }
}
