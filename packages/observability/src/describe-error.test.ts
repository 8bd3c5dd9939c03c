import { expect, test } from '@jest/globals';
import { describeError } from './describe-error.js';

test('an error is told with its code and causes, without what libraries hang on it', () => {
  const row = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (text)=(my diary) already exists.',
  });
  const error = Object.assign(new TypeError('could not store', { cause: row }), {
    parameters: ['my diary'],
  });

  expect(describeError(error)).toEqual({
    type: 'TypeError',
    message: 'could not store',
    stack: expect.stringContaining('could not store'),
    cause: {
      type: 'Error',
      message: 'duplicate key',
      code: '23505',
      stack: expect.stringContaining('duplicate key'),
    },
  });
});

test('several errors in one, and causes in a circle, come to an end', () => {
  const circle = new Error('circle');
  circle.cause = circle;

  const described = describeError(new AggregateError([circle, 'no error'], 'both failed'));

  expect(described).toMatchObject({ message: 'both failed', errors: [{ message: 'circle' }] });
  expect(JSON.stringify(described).match(/"message":"circle"/g)).toHaveLength(4);
});

test('what is not an error stays as it is', () => {
  expect(describeError('boom')).toBe('boom');
  expect(describeError(undefined)).toBeUndefined();
});
