import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import type { AnswerImages } from '@koi/contracts/koi-yaml';
import { BlockStream } from './block-stream.js';
import { nastySamples } from './nasty-samples.js';
import { createRenderer } from './render-tokens.js';

let images: AnswerImages = 'link';
const { render } = createRenderer({
  code: (props: { code: string; language: string }) =>
    h('pre', { 'data-language': props.language }, props.code),
  math: (props: { tex: string; display: boolean }) =>
    h('span', { class: props.display ? 'math block' : 'math' }, props.tex),
  tableLabel: () => 'Table',
  images: () => images,
});

function toHtml(stream: BlockStream, text: string, finished = true): Promise<string> {
  const blocks = stream.update(text, finished);
  return renderToString(createSSRApp({ render: () => blocks.map(({ token }) => render(token)) }));
}
const html = (text: string): Promise<string> => toHtml(new BlockStream(), text);

/** Sends a text through a stream in chunks of these lengths, over and over. */
function streamed(text: string, sizes: readonly number[]): BlockStream {
  const stream = new BlockStream();
  let end = 0;
  for (let step = 0; end < text.length; step++) {
    end += sizes[step % sizes.length] ?? 1;
    stream.update(text.slice(0, end), false);
  }
  return stream;
}

const chunks = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });
const samples = Object.entries(nastySamples);

test('there are enough nasty samples', () => {
  expect(samples.length).toBeGreaterThanOrEqual(50);
});

test.each(samples)('%s leaves no live HTML and no unsafe link', async (_name, text) => {
  const rendered = await html(text);

  expect(rendered).not.toMatch(/<(script|img|svg|iframe|object|style|form|meta|base|template)\b/i);
  expect(rendered).not.toMatch(/\s(href|src)="(?!https?:|mailto:)/i);
  expect(rendered).not.toMatch(/<[^>]*\son[a-z]+=/i);
  expect(rendered).not.toMatch(/<[^>]*\sstyle=/i);
});

test.each(samples)('%s reads the same in chunks of any size and at once', async (_name, text) => {
  const whole = await html(text);
  await fc.assert(
    fc.asyncProperty(chunks, async (sizes) => {
      expect(await toHtml(streamed(text, sizes), text)).toBe(whole);
    }),
    { numRuns: text.length > 500 ? 2 : 8 },
  );
});

test('samples put together at random read the same in chunks and at once', async () => {
  const short = samples.map(([, text]) => text).filter(({ length }) => length < 600);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...short), fc.constantFrom('', '\n', '\n\n', ' ')), {
        minLength: 2,
        maxLength: 5,
      }),
      chunks,
      async (parts, sizes) => {
        const text = parts.flat().join('');
        expect(await toHtml(streamed(text, sizes), text)).toBe(await html(text));
      },
    ),
    { numRuns: 150 },
  );
});

test('lines of any kind in any order read the same in chunks and at once', async () => {
  const line = fc.constantFrom(
    ...['', '', 'text', '- a', '  - b', '1. c', '   d', '> e', '# f', '---', '===', '```', '~~~'],
    ...[
      '| g | h |',
      '|---|---|',
      '    i',
      '$$',
      '\\[',
      '\\]',
      'j $$',
      '[k]: https://k.example',
      '[k]',
    ],
    ...[
      '"title"',
      '<div>',
      '</div>',
      '<!--',
      '-->',
      '**l',
      '* m',
      '\t- n',
      '- [ ] o',
      '+',
      '2)',
      '&#35;',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 25 }), chunks, async (lines, sizes) => {
      const text = lines.join('\n');
      expect(await toHtml(streamed(text, sizes), text)).toBe(await html(text));
    }),
    { numRuns: 500 },
  );
});

test('the end of an answer draws no block again', () => {
  const text = Array.from({ length: 50 }, (_, n) => `# ${n}\n\npara **${n}**`).join('\n\n');
  const stream = streamed(text, [7]);
  const before = stream.update(text, false);
  const after = stream.update(text, true);

  const same = after.filter(({ token }, index) => token === before[index]?.token);
  expect(after.length - same.length).toBeLessThanOrEqual(2);
});

test('lists, tables, tasks, links and code become what they are', async () => {
  const rendered = await html(
    '# T\n\n- [x] a\n- b\n\n3. c\n\n|x|y|\n|-|:-:|\n|1|**2**|\n\n[k](https://koi.dev) `c<` &copy; d<br>e\n\n```ts\nlet a = 1;\n```\n',
  );

  expect(rendered).toContain('<h3 dir="auto" data-depth="1">');
  expect(rendered).toContain('<input type="checkbox" checked disabled>');
  expect(rendered).toContain('<ol dir="ltr" start="3">');
  expect(rendered).toContain('<th data-align="center">');
  expect(rendered).toContain('role="region" aria-label="Table"');
  expect(rendered).toContain('rel="noopener noreferrer nofollow" title="https://koi.dev/"');
  expect(rendered).toContain('<code>c&lt;</code>');
  expect(rendered).toContain('©');
  expect(rendered).toContain('d<br>e');
  expect(rendered).toContain('<pre data-language="ts">let a = 1;</pre>');
});

test('a link definition makes links of what stood before it, while the text still grows', async () => {
  const text = 'see [k]\n\none\n\ntwo\n\nthree\n\n[k]: https://koi.example\n\nmore';
  const stream = streamed(text, [3]);

  expect(await toHtml(stream, text, false)).toContain('href="https://koi.example/"');
});

test('a link whose text names another host shows the host it opens', async () => {
  const rendered = await html(nastySamples['forgedLinks'] ?? '');

  expect(rendered.match(/\(evil\.example\)/g)).toHaveLength(2);
  expect(rendered).not.toContain('(koi.example)');
});

test('a block that is finished keeps its identity while the rest grows', () => {
  const stream = new BlockStream();
  const before = stream.update('one\n\ntwo\n\nthree\n\nfo', false);
  const after = stream.update('one\n\ntwo\n\nthree\n\nfour and mo', false);

  expect(after[0]?.token).toBe(before[0]?.token);
  expect(after[1]?.token).toBe(before[1]?.token);
});

test('an unclosed mark does not show while it is written', () => {
  const [block] = new BlockStream().update('a **bold', false);

  expect(block?.token).toMatchObject({ tokens: [{ type: 'text' }, { type: 'strong' }] });
});

test('hostile input takes no time', () => {
  const started = performance.now();
  for (const [, text] of samples) new BlockStream().update(text.repeat(3), true);

  expect(performance.now() - started).toBeLessThan(5_000);
});

test('an image is what its chatbot allows: words, a link, or an image of a named host', async () => {
  const text = '![a koi](https://images.example.org/koi.png) ![](http://images.example.org/x.png)';
  const as = (allowed: AnswerImages): Promise<string> => {
    images = allowed;
    return html(text).finally(() => (images = 'link'));
  };

  expect(await as('none')).toBe('<!--[--><p dir="auto">a koi </p><!--]-->');
  expect(await as('link')).toContain('href="https://images.example.org/koi.png"');
  expect(await as('link')).not.toContain('<img');
  const shown = await as({ show: ['images.example.org'] });
  expect(shown.match(/<img/g)).toHaveLength(1);
  expect(shown).toContain(
    '<img src="https://images.example.org/koi.png" alt="a koi" title="a koi" loading="lazy" decoding="async" referrerpolicy="no-referrer">',
  );
});

test('bars, bullets and columns stand where their text begins, in whatever direction the page reads', async () => {
  expect(await html('> **ציטוט** one\n>\n> two')).toMatch(
    /^<!--\[--><blockquote dir="rtl">.*<p dir="auto">two/,
  );
  expect(await html('- one\n\n- שתיים')).toContain('<ul dir="ltr">');
  expect(await html('1. שתיים\n\n2. two\n   - three')).toMatch(/<ol dir="rtl">.*<ul dir="ltr">/);
  const table = await html('| | כמה |\n|---|---|\n| מים | -5 |\n| fish | \u0661 |');
  expect(table).toContain('<div class="table-scroll" dir="rtl"');
  expect(table.replace(/<!--.*?-->/g, '')).toContain(
    '<tr><td>מים</td><td><bdi dir="ltr">-5</bdi></td></tr><tr><td><bdi dir="ltr">fish</bdi></td>',
  );
});

test('a long list is set in parts that are one list, and whose numbers go on', async () => {
  const { renderRoot } = createRenderer({
    code: () => h('pre'),
    math: () => h('span'),
    tableLabel: () => 'Table',
    images: () => 'link',
  });
  const [block] = new BlockStream().update(
    Array.from({ length: 40 }, (_, n) => `${n + 3}. item`).join('\n'),
    true,
  );
  const set = async (from: number): Promise<string[]> => {
    const list = await renderToString(
      createSSRApp({ render: () => block && renderRoot(block.token, false, from) }),
    );
    expect(list).toContain('<div class="long-list" role="list" dir="ltr">');
    return (list.match(/<ol .*?>|<li/g) ?? []).join('').split('<ol').slice(1);
  };

  const parts = await set(0);
  expect(parts.map((part) => /start="(\d+)"/.exec(part)?.[1])).toEqual(['3', '19', '35']);
  expect(parts.map((part) => part.match(/<li/g)?.length)).toEqual([16, 16, 8]);
  expect(await set(2)).toEqual(parts.slice(2));
});

test('the rows of a long table stand in groups of one table, and a short one keeps the layout of a browser', async () => {
  const { renderRoot } = createRenderer({
    code: () => h('pre'),
    math: () => h('span'),
    tableLabel: () => 'Table',
    images: () => 'link',
  });
  const set = (count: number, from = 0): Promise<string> => {
    const rows = Array.from({ length: count }, (_, n) => `| ${n} | koi |`).join('\n');
    const [block] = new BlockStream().update(`| a | b |\n|---|---|\n${rows}`, true);
    return renderToString(
      createSSRApp({ render: () => block && renderRoot(block.token, false, from) }),
    );
  };
  const groupsOf = (table: string): (number | undefined)[] =>
    table
      .split('<tbody')
      .slice(1)
      .map((group) => group.match(/<tr/g)?.length);

  const short = await set(32);
  expect(groupsOf(short)).toEqual([16, 16]);
  expect(short).not.toMatch(/role="(table|row|cell)"|style=/);
  const long = await set(33);
  expect(groupsOf(long)).toEqual([16, 16, 1]);
  expect(long).toContain('<table class="long-table" role="table" style="--columns:minmax(');
  expect(long.match(/<tr role="row"/g)).toHaveLength(34);
  expect(long.match(/<th role="columnheader"/g)).toHaveLength(2);
  expect(long.match(/<td role="cell"/g)).toHaveLength(66);
  expect(groupsOf(await set(33, 2))).toEqual([1]);
});
