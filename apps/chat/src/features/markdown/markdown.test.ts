import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { BlockStream } from './block-stream.js';
import { createRenderer } from './render-tokens.js';

const { render } = createRenderer((props: { code: string }) => h('pre', props.code));

async function html(text: string): Promise<string> {
  const blocks = new BlockStream().update(text, true);
  return renderToString(createSSRApp({ render: () => blocks.map(({ token }) => render(token)) }));
}

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'text <svg onload=alert(1)> text',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](https://example.org/pixel.png)',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '| a |\n|---|\n| <iframe src=//evil> |',
  '```html"><script>alert(1)</script>\n<b>\n```',
  '<a href="https://x" onclick="alert(1)">x</a>',
])('%j leaves no live HTML and no unsafe link', async (text) => {
  const rendered = await html(text);

  expect(rendered).not.toMatch(/<(script|img|svg|iframe|object|style)/i);
  expect(rendered).not.toMatch(/href="(?!https?:|mailto:)/i);
  expect(rendered).not.toMatch(/<[^>]*\son[a-z]+=/i);
});

test('lists, tables, tasks, links and code become what they are', async () => {
  const rendered = await html(
    '# T\n\n- [x] a\n- b\n\n3. c\n\n|x|y|\n|-|:-:|\n|1|**2**|\n\n[k](https://koi.dev) `c<` &copy;\n\n```ts\nlet a = 1;\n```\n',
  );

  expect(rendered).toContain('<h3 dir="auto" data-depth="1">');
  expect(rendered).toContain('<input type="checkbox" checked disabled>');
  expect(rendered).toContain('<ol dir="auto" start="3">');
  expect(rendered).toContain('<th dir="auto" style="text-align:center;">');
  expect(rendered).toContain('rel="noopener noreferrer nofollow"');
  expect(rendered).toContain('<code>c&lt;</code>');
  expect(rendered).toContain('©');
  expect(rendered).toContain('<pre>let a = 1;</pre>');
});

const samples = [
  'para\n\n- a\n- b\n  - c\n\n  more\n\nend',
  '# H\ntext\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter **bold *both***',
  'Title\n=====\n\nSub\n---\n\n> quote\n> more\n\nlazy\n\n1. x\n\n   y\n2. z',
  '```js\nconst a = `x`;\n\n\n// **no**\n```\n\n~~~\nunclosed',
  'see [k]\n\n<div>\nraw\n</div>\n\n- [ ] task\n- [x] done\n\n[k]: https://koi.dev',
  'שלום **עולם**\r\n\r\n* * *\r\n\r\n    indented\n\nend',
];

test('text that arrives in any chunks ends as the text parsed at once', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
      (sample, sizes) => {
        const stream = new BlockStream();
        let end = 0;
        for (let step = 0; end < sample.length; step++) {
          end += sizes[step % sizes.length] ?? 1;
          stream.update(sample.slice(0, end), false);
        }
        // Without its link definition, which only the finished text can know, streaming reads the same blocks.
        const streamed = stream.update(`${sample}\n\n`, false).map(({ token }) => token.type);
        const whole = new BlockStream()
          .update(`${sample}\n\n`, true)
          .map(({ token }) => token.type);
        expect(streamed).toEqual(whole);
      },
    ),
    { numRuns: 300 },
  );
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
