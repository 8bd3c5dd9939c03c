import { expect, test } from '@jest/globals';
import { payloadText, readPayload } from './read-payload.js';

const before = { kind: 'vote', value: 'up' };

test('what is unchanged is no new payload', () => {
  expect(readPayload(payloadText(before), before)).toEqual({});
});

test('what is changed is read, and what is no JSON is said', () => {
  expect(readPayload('{"kind":"vote","value":"down"}', before)).toEqual({
    payload: { kind: 'vote', value: 'down' },
  });
  expect(readPayload('{"kind":', before).problem).toMatch(/^This is no JSON: /);
});
