export { shortcutsEnabled, shortcutsHelp, useShortcuts } from './useShortcuts.js';
