import { onScopeDispose, readonly, ref } from 'vue';
import { storage } from '../../app/storage.js';
import { shortcutFor, type Shortcut } from './shortcut-key.js';

const STORAGE_KEY = 'koi-shortcuts';
const enabled = ref(storage.getItem(STORAGE_KEY) !== 'off');
const helpOpen = ref(false);

/**
 * Whether keys do things by themselves. They can be switched off (WCAG 2.1.4): somebody who speaks to their computer
 * would press them by talking. The help itself can always be opened from the menu.
 */
export const shortcutsEnabled = readonly(enabled);

export function enableShortcuts(on: boolean): void {
  enabled.value = on;
  if (on) storage.removeItem(STORAGE_KEY);
  else storage.setItem(STORAGE_KEY, 'off');
}

/** Whether the help dialog is open. */
export const shortcutsHelp = helpOpen;

/** Does what the page can do when its key is pressed, for as long as the page is there. */
export function useShortcuts(actions: Partial<Record<Shortcut, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    if (!enabled.value) return;
    const shortcut = shortcutFor(event, event.target instanceof Element ? event.target : null);
    const action = shortcut && actions[shortcut];
    if (!action) return;
    event.preventDefault();
    action();
  }
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}
