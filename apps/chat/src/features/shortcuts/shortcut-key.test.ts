import { expect, test } from '@jest/globals';
import { shortcutFor } from './shortcut-key.js';

const press = (key: string, change: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  ...change,
});
const inside = (selector: string) => ({
  closest: (list: string) => (list.split(', ').includes(selector) ? ({} as Element) : null),
});

test.each([
  ['n', {}, 'newConversation'],
  ['?', { shiftKey: true }, 'help'],
  ['/', { shiftKey: true }, 'focusComposer'],
  ['.', {}, 'nextBranch'],
  ['N', { shiftKey: true }, undefined],
  ['n', { ctrlKey: true }, undefined],
  ['c', { metaKey: true }, undefined],
  ['r', { repeat: true }, undefined],
  ['r', { isComposing: true }, undefined],
  ['r', { defaultPrevented: true }, undefined],
  ['x', {}, undefined],
  ['Enter', {}, undefined],
])('%s with %j is %s', (key, change, expected) => {
  expect(shortcutFor(press(key, change), null)).toBe(expected);
});

test.each(['textarea', 'input', '[contenteditable]', '[role=dialog]', '[role=menu]'])(
  'keys in %s are none',
  (selector) => {
    expect(shortcutFor(press('n'), inside(selector))).toBeUndefined();
  },
);
