import { expect, test } from '@jest/globals';
import { single, withParameters } from './query-parameters.js';

test('a parameter given twice counts once, an empty one not at all', () => {
  expect(single({ chatbot: ['arena', 'quiet'] }, 'chatbot')).toBe('arena');
  expect(single({ chatbot: '' }, 'chatbot')).toBeUndefined();
  expect(single({ chatbot: null }, 'chatbot')).toBeUndefined();
});

test('changes replace, add and take out, and leave the rest', () => {
  const query = { range: '7d', kind: 'vote' };

  expect(withParameters(query, { kind: undefined, value: 'up' })).toEqual({
    range: '7d',
    value: 'up',
  });
  expect(query).toEqual({ range: '7d', kind: 'vote' });
});
