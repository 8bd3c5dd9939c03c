import { expect, test } from '@jest/globals';
import { conversationMessages } from './conversation-messages.js';

test('the system prompt comes first, then the path, then the message to answer', () => {
  const path = [
    { text: 'Hi', answer: 'Hello!' },
    { text: 'Why?', answer: null },
  ];

  expect(conversationMessages('Be kind.', path)).toEqual([
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello!' },
    { role: 'user', content: 'Why?' },
  ]);
});

test('an empty system prompt is left out', () => {
  expect(conversationMessages('  \n', [{ text: 'Hi', answer: null }])).toEqual([
    { role: 'user', content: 'Hi' },
  ]);
});

test('around an empty answer user and assistant still take turns', () => {
  const path = [
    { text: 'Hi', answer: '' },
    { text: 'Still there?', answer: '\n' },
    { text: 'Hello?', answer: 'Yes.' },
    { text: 'Good.', answer: null },
  ];

  expect(conversationMessages('', path)).toEqual([
    { role: 'user', content: 'Hi\n\nStill there?\n\nHello?' },
    { role: 'assistant', content: 'Yes.' },
    { role: 'user', content: 'Good.' },
  ]);
});
