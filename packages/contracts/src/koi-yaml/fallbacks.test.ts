import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fallbackProblems } from './fallbacks.js';
import { koiYaml } from './koi-yaml.js';

test('a chain that ends is fine, also when two models share it', () => {
  expect(
    fallbackProblems({ a: { fallback: 'b' }, b: { fallback: 'c' }, c: {}, d: { fallback: 'b' } }),
  ).toEqual([]);
});

test.each([
  [{ a: { fallback: 'a' } }, 'a', 'a → a'],
  [{ a: { fallback: 'b' }, b: { fallback: 'c' }, c: { fallback: 'a' } }, 'a', 'a → b → c → a'],
  [{ in: { fallback: 'b' }, a: { fallback: 'b' }, b: { fallback: 'a' } }, 'b', 'b → a → b'],
])('%j is a circle', (models, model, circle) => {
  const problems = fallbackProblems(models);

  expect(problems).toEqual([{ model, message: expect.stringContaining(`: ${circle};`) }]);
});

test('koi.yaml refuses a circle and an unknown name where they are written', () => {
  const model = { connector: 'demo' };
  const { error } = koiYaml.safeParse({
    version: 1,
    models: {
      a: { ...model, fallback: 'b' },
      b: { ...model, fallback: 'a' },
      c: { ...model, fallback: 'nobody' },
    },
    chatbots: {},
  });

  expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    'models.a.fallback: the fallbacks go in a circle: a → b → a; the last model of a chain must have none',
    'models.c.fallback: there is no model "nobody" under models',
  ]);
});

test('whatever the models, following fallbacks ends exactly when no circle is reported', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.constantFrom(...names), { nil: undefined }), {
        minLength: 5,
        maxLength: 5,
      }),
      (choices) => {
        const models = Object.fromEntries(
          names.map((name, index) => {
            const fallback = choices[index];
            return [name, fallback === undefined ? {} : { fallback }];
          }),
        );
        const ends = names.every((start) => {
          let at: string | undefined = start;
          for (let steps = 0; at !== undefined && steps <= names.length; steps++)
            at = models[at]?.fallback;
          return at === undefined;
        });

        expect(fallbackProblems(models).length === 0).toBe(ends);
      },
    ),
  );
});
