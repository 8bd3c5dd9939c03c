/** A piece of each kind an answer is made of; `n` makes them differ. */
const pieces = {
  prose: (n) =>
    `Point ${n} is about **how a pond stays clear**: the *filter* takes out what the fish leave, and the plants take the rest. ` +
    `See [the guide](https://koi.example/guide/${n}) and \`pond.filter(${n})\`; in short, it depends on $v_${n} = ${n}^2$.`,
  heading: (n) => `## Part ${n}: water, stones and time`,
  list: (n) =>
    Array.from(
      { length: 8 },
      (_, i) => `${i % 3 === 2 ? '  ' : ''}- step ${n}.${i}: clean **filter ${i}** and wait`,
    ).join('\n'),
  table: (n) =>
    `| month | litres | fish |\n|---|--:|:-:|\n${Array.from({ length: 14 }, (_, i) => `| ${n}.${i} | ${i * 37} | \`${i}\` |`).join('\n')}`,
  code: (n) =>
    `\`\`\`ts\n${Array.from({ length: 24 }, (_, i) => `export const pond${n}_${i} = fill({ litres: ${i * 10}, name: 'pond ${i}' }); // step ${i}`).join('\n')}\n\`\`\``,
  quote: (n) =>
    `> A pond is never finished, said gardener ${n},\n> it is only ever **clear for now**.`,
};

const shapes = {
  mixed: ['heading', 'prose', 'list', 'prose', 'table', 'prose', 'code', 'quote'],
  prose: ['prose'],
  code: ['code'],
};

const tokenCount = (text) => (text.match(/\s*\S{1,5}|\s+/gu) ?? []).length;

/** Markdown of about `tokens` tokens, as the fake upstream cuts them. `list`, `table` and `block` are one block each. */
export function longAnswer(tokens, shape) {
  if (shape === 'list') return fill(tokens, (n) => `- item ${n} with **bold** and \`code\`\n`);
  if (shape === 'table')
    return `| a | b |\n|---|---|\n${fill(tokens, (n) => `| ${n} and **bold** | \`${n * n}\` |\n`)}`;
  if (shape === 'block')
    return `\`\`\`ts\n${fill(tokens, (n) => `const pond${n} = fill(${n}); // ${n}\n`)}\`\`\`\n`;
  const kinds = shapes[shape];
  return fill(tokens, (n) => `${pieces[kinds[n % kinds.length]](n)}\n\n`);
}

function fill(tokens, make) {
  let text = '';
  let count = 0;
  for (let n = 0; count < tokens; n++) {
    const part = make(n);
    text += part;
    count += tokenCount(part);
  }
  return text;
}
