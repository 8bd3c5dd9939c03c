import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const sources = [
  join(import.meta.dirname, '..'),
  join(import.meta.dirname, '../../../../packages/ui/src'),
];
/** Utility classes and properties that name a side of the screen, where `ms-`, `start-` and their like name the text's. */
const PHYSICAL =
  /[\s"'`:]-?(?:m[lr]|p[lr]|left|right|border-[lr]|rounded-(?:[lr]|[tb][lr])|scroll-[mp][lr])-[\w[.]+|\btext-(?:left|right)\b|\b(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)/g;

test('nothing in the layout names left or right', () => {
  const found = sources.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(vue|css)$/.test(file))
      .flatMap((file) =>
        [...readFileSync(join(folder, file), 'utf8').matchAll(PHYSICAL)].map(
          ([text]) => `${file}:${text}`,
        ),
      ),
  );

  expect(found).toEqual([]);
});
