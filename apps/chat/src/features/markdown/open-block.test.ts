import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BlockStream } from './block-stream.js';

const line = fc.constantFrom(
  ...[
    '- a',
    '- b **c',
    '-',
    '- ',
    '-  ',
    '  - d',
    '  e',
    'f',
    '',
    '',
    '1. g',
    '2. h',
    '3) i',
    ' - j',
  ],
  ...[
    '* k',
    '   - l',
    '- [ ] m',
    '- [x] n',
    '---',
    '- ---',
    '- # o',
    '- > p',
    '- ```',
    '  ```',
    '```',
  ],
  ...['| q | r |', '|---|--:|', '| s | `t` |', '| u', 'v | w', '| \\| | x |', '> y', '# z', '<b>'],
  ...[
    '- [k]',
    '[k]: https://koi.example',
    '- $$',
    '  $$',
    '$$',
    '\t- t',
    '1.',
    '- a\t',
    '    code',
  ],
);
const texts = fc
  .tuple(
    fc.constantFrom(
      '',
      '- 1\n- 2\n- 3\n',
      '- 1\n\n- 2\n\n- 3\n',
      '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n',
      '1. x\n2. y\n3. z\n',
    ),
    fc.array(line, { maxLength: 20 }),
  )
  .map(([start, lines]) => start + lines.join('\n'));

const read = (stream: BlockStream, text: string): unknown => stream.update(text, true);

test('lists and tables of any kind read the same as they grow and at once', () => {
  fc.assert(
    fc.property(
      texts,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
      (text, sizes) => {
        const stream = new BlockStream();
        for (let end = 0, step = 0; end < text.length; step++) {
          end += sizes[step % sizes.length] ?? 1;
          const grown = text.slice(0, end);
          stream.update(grown, false);
          expect(read(stream, grown)).toEqual(read(new BlockStream(), grown));
        }
      },
    ),
    { numRuns: 150 },
  );
});
