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

test('what a program sent stays message for message, after the chatbot’s own system prompt', () => {
  const path = [
    {
      context: [
        { role: 'system' as const, content: 'Be brief.' },
        { role: 'user' as const, content: 'One' },
        { role: 'user' as const, content: 'Two' },
      ],
      text: 'Three',
      answer: '',
    },
    { context: [], text: 'Four', answer: null },
  ];
  const sent = [
    { role: 'user', content: 'One' },
    { role: 'user', content: 'Two' },
    { role: 'user', content: 'Three' },
    { role: 'assistant', content: '' },
    { role: 'user', content: 'Four' },
  ];

  expect(conversationMessages('', path)).toEqual([
    { role: 'system', content: 'Be brief.' },
    ...sent,
  ]);
  expect(conversationMessages('Be kind.', path)).toEqual([
    { role: 'system', content: 'Be kind.\n\nBe brief.' },
    ...sent,
  ]);
});
