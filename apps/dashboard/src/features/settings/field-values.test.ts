import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FieldSpec } from './field-spec.js';
import { toConfig, toValues } from './field-values.js';

const fields: FieldSpec[] = [
  { path: 'title', label: 'Title', kind: 'text' },
  { path: 'parameters.maxTokens', label: 'Most tokens', kind: 'number' },
  { path: 'parameters.stop', label: 'Stop', kind: 'lines' },
  { path: 'extraBody', label: 'More', kind: 'json' },
  { path: 'reveal', label: 'Reveal', kind: 'yes-no' },
];

test('what is empty is left out, groups too', () => {
  expect(toConfig(fields, toValues(fields, {}))).toEqual({});
});

test('what is not a number or not JSON stays a text, for the contract to refuse', () => {
  expect(toConfig(fields, { 'parameters.maxTokens': 'many', extraBody: '{' })).toEqual({
    parameters: { maxTokens: 'many' },
    extraBody: '{',
  });
});

test('any configuration comes back from its fields as it was', () => {
  const word = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
  const line = word.filter((text) => !text.includes('\n'));
  fc.assert(
    fc.property(
      fc.record(
        {
          title: word,
          parameters: fc.record({
            maxTokens: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => n !== 0),
            stop: fc.array(line, { minLength: 1 }),
          }),
          extraBody: fc.dictionary(word, fc.integer()),
          reveal: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      (config) => {
        expect(JSON.parse(JSON.stringify(toConfig(fields, toValues(fields, config))))).toEqual(
          JSON.parse(JSON.stringify(config)),
        );
      },
    ),
  );
});
