import { describe, expect, test } from '@jest/globals';
import { snippets } from './snippets.js';
import { topics, topicsNamedIn } from './library.js';

describe('the notes', () => {
  test.each(topics.map((topic) => [topic.title, topic] as const))(
    '%s is found by each of its names, and has something to tell',
    (_, topic) => {
      for (const name of [topic.title, ...topic.also]) {
        expect(topicsNamedIn(`what is ${name}`)).toContain(topic);
      }
      expect(topic.points.length).toBeGreaterThanOrEqual(3);
      for (const sentence of [topic.gist, topic.why, ...topic.points]) {
        expect(sentence).toMatch(/[.!?)”`]$/);
      }
    },
  );

  test('a word in common is not enough', () => {
    expect(topicsNamedIn('I bought a black coat with a hole')).toEqual([]);
    expect(topicsNamedIn('what is the best holiday')).toEqual([]);
  });

  test('the longest name wins', () => {
    expect(topicsNamedIn('what is a database index?')[0]?.title).toBe('database indexes');
  });
});

test('every snippet has code, and no fence inside it', () => {
  for (const { code } of snippets) {
    expect(Object.keys(code).length).toBeGreaterThan(0);
    for (const text of Object.values(code)) expect(text).not.toContain('```');
  }
});
