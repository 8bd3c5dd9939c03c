import { expect, test } from '@jest/globals';
import { isDatabaseUnavailable } from './unavailable.js';

const withCode = (code: string): Error => Object.assign(new Error('no'), { code });

test.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300'])(
  '%s is a database that is away',
  (code) => expect(isDatabaseUnavailable(withCode(code))).toBe(true),
);

test.each(['23505', '57014', '42P01', 'ENOENT', ''])('%s is not', (code) =>
  expect(isDatabaseUnavailable(withCode(code))).toBe(false),
);

test('pg’s own words count, and all addresses of a host', () => {
  expect(isDatabaseUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isDatabaseUnavailable(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
  expect(isDatabaseUnavailable(new AggregateError([withCode('ECONNREFUSED'), new Error()]))).toBe(
    false,
  );
  expect(isDatabaseUnavailable('Connection terminated')).toBe(false);
});
