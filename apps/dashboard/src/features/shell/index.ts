export { default as AppShell } from './AppShell.vue';
export { useMediaQuery } from './useMediaQuery.js';
export { useTheme } from './useTheme.js';
