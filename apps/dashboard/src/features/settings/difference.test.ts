import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differences } from './difference.js';

test('names each setting that changed, came or went', () => {
  expect(
    differences(
      { config: { title: 'Pond', starters: ['a'], consent: 'Yes?' }, enabled: true },
      { config: { title: 'Marsh', starters: ['a', 'b'], access: 'invite' }, enabled: true },
    ),
  ).toEqual([
    { path: 'config.title', before: 'Pond', after: 'Marsh' },
    { path: 'config.starters', before: 'a', after: 'a\nb' },
    { path: 'config.access', before: undefined, after: 'invite' },
    { path: 'config.consent', before: 'Yes?', after: undefined },
  ]);
});

test('of something new everything is named, of nothing changed nothing', () => {
  expect(differences(null, { a: { b: 1 } })).toEqual([
    { path: 'a.b', before: undefined, after: '1' },
  ]);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(differences(value, structuredClone(value))).toEqual([]);
    }),
  );
});
