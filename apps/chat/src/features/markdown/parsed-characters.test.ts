import { expect, jest, test } from '@jest/globals';
import { Lexer } from 'marked';
import { BlockStream } from './block-stream.js';

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('');

const shapes: [string, (count: number) => string][] = [
  ['paragraphs', (count) => lines(count, (n) => `Point ${n} is *about* \`pond ${n}\`.\n\n`)],
  ['one list', (count) => lines(count, (n) => `- item ${n} with **bold** and \`code\`\n`)],
  ['one loose list', (count) => lines(count, (n) => `${n + 1}. item\n\n   and *more*\n\n`)],
  ['one list of tasks', (count) => lines(count, (n) => `- [x] task **${n}**\n`)],
  ['one table', (count) => `| a | b |\n|---|---|\n${lines(count, (n) => `| ${n} | **b** |\n`)}`],
];

/** The most characters that are parsed at a delta of the last quarter of a text. */
function mostParsed(text: string): number {
  const lex = jest.spyOn(Lexer.prototype, 'lex');
  const stream = new BlockStream();
  let most = 0;
  for (let end = 7; end < text.length; end += 7) {
    lex.mockClear();
    stream.update(text.slice(0, end), false);
    const parsed = lex.mock.calls.reduce((sum, [source]) => sum + source.length, 0);
    if (end > (text.length * 3) / 4) most = Math.max(most, parsed);
  }
  lex.mockRestore();
  return most;
}

test.each(shapes)('what is parsed at a delta does not grow with %s', (_name, make) => {
  const short = mostParsed(make(40));
  const long = mostParsed(make(300));

  // Numbers have more digits in the long one.
  expect(long).toBeLessThanOrEqual(short + 40);
  expect(long).toBeLessThan(500);
});
