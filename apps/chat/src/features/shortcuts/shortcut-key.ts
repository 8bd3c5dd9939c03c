/** What a key does on the chat page, in the order the help shows it. */
export const shortcuts = {
  newConversation: ['N'],
  focusComposer: ['/'],
  copyAnswer: ['C'],
  editMessage: ['E'],
  regenerate: ['R'],
  stop: ['S'],
  previousBranch: [','],
  nextBranch: ['.'],
  help: ['?'],
} as const;
export type Shortcut = keyof typeof shortcuts;

const byKey = new Map<string, Shortcut>(
  (Object.entries(shortcuts) as [Shortcut, readonly string[]][]).flatMap(([name, keys]) =>
    keys.map((key) => [key.toLowerCase(), name] as const),
  ),
);

/** Where keys are text, or mean something of their own. */
const ELSEWHERE =
  'textarea, input, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]';

/**
 * The shortcut of a key press, or `undefined`: with a modifier, held down, while a character is being composed, or in a
 * field or dialog, keys mean other things. Shift counts only for letters: many keyboards need it for `/` and `?`.
 */
export function shortcutFor(
  event: Pick<
    KeyboardEvent,
    | 'key'
    | 'ctrlKey'
    | 'metaKey'
    | 'altKey'
    | 'shiftKey'
    | 'repeat'
    | 'isComposing'
    | 'defaultPrevented'
  >,
  target: Pick<Element, 'closest'> | null,
): Shortcut | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.repeat || event.isComposing || event.defaultPrevented) return undefined;
  if (event.shiftKey && /^\p{L}$/u.test(event.key)) return undefined;
  if (target?.closest(ELSEWHERE)) return undefined;
  return byKey.get(event.key.toLowerCase());
}
