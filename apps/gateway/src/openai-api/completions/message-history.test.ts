import { expect, test } from '@jest/globals';
import type { ChatMessage } from '@koi/contracts';
import { readHistory } from './message-history.js';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });

test('an answer in a history is found under the hash of the request it answered', () => {
  const first = [user('One')];
  const second = [...first, assistant('Two'), user('Three')];

  expect(readHistory('me', second).links).toEqual([
    { hash: readHistory('me', first).hash, answer: 'Two', depth: 2 },
  ]);
});

test('owner, role, text and borders between messages all count', () => {
  const hashes = [
    readHistory('me', [user('ab')]),
    readHistory('you', [user('ab')]),
    readHistory('me', [assistant('ab')]),
    readHistory('me', [user('a'), user('b')]),
    readHistory('me', [user('a","b')]),
  ].map(({ hash }) => hash);

  expect(new Set(hashes).size).toBe(hashes.length);
});

test('an answer to nothing, and one after an answer, link to nothing', () => {
  const { links } = readHistory('me', [
    assistant('Hello, I am koi.'),
    user('One'),
    assistant('Two'),
    assistant('and a half'),
    user('Three'),
  ]);

  expect(links.map(({ answer }) => answer)).toEqual(['Two']);
});
