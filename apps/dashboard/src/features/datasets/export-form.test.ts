import { createDatasetBody } from '@koi/contracts/http';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkForm, emptyForm, methodsOf, toBody } from './export-form.js';

const now = new Date('2026-03-10T14:37:21Z');

test('the form as it opens can be sent', () => {
  expect(checkForm(emptyForm())).toEqual({});
  expect(createDatasetBody.parse(toBody(emptyForm(), now))).toEqual({
    dataset: 'preferences',
    kind: 'dpo',
    filter: {},
  });
});

test('training needs a model to start from', () => {
  const form = { ...emptyForm(), train: true, baseModel: '  ' };

  expect(checkForm(form)).toHaveProperty('baseModel');
  expect(toBody({ ...form, baseModel: ' Qwen/Qwen3-8B ' }, now).train).toEqual({
    method: 'dpo',
    baseModel: 'Qwen/Qwen3-8B',
  });
});

test('a name passes here exactly when the contract takes it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9-]{0,66}$/)), (dataset) => {
      const form = { ...emptyForm(), dataset };

      expect(createDatasetBody.safeParse(toBody(form, now)).success).toBe(
        checkForm(form).dataset === undefined,
      );
    }),
  );
});

test('each kind of rows has a method', () => {
  expect(Object.values(methodsOf).every((methods) => methods.length > 0)).toBe(true);
});
