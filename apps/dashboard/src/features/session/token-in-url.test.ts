import { expect, test } from '@jest/globals';
import { returnPath } from './return-path.js';
import { splitToken } from './token-in-url.js';

test('the token leaves the address and everything else stays', () => {
  expect(splitToken('http://127.0.0.1:4100/feedback?kind=vote&token=abc#turn')).toEqual({
    token: 'abc',
    path: '/feedback?kind=vote#turn',
  });
});

test.each(['http://localhost/', 'http://localhost/?token=', 'http://localhost/?token=%20'])(
  '%s holds no token',
  (href) => {
    expect(splitToken(href)).toEqual({ token: undefined, path: '/' });
  },
);

test.each([
  ['/feedback?kind=vote', '/feedback?kind=vote'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in?next=/sign-in', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('after sign-in %p leads to %p', (next, path) => {
  expect(returnPath(next)).toBe(path);
});
