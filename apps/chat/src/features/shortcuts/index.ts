export { shortcutsHelp, useShortcuts } from './useShortcuts.js';
