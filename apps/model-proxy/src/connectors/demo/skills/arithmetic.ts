import nlp from 'compromise';
import { Parser } from 'expr-eval-fork';
import type { Answer, Skill } from '../skill.js';
import { inYourHead } from './mental-arithmetic.js';

/** Only what a pocket calculator has: no assignments, no functions of the user's own. */
const parser = new Parser({
  operators: {
    assignment: false,
    fndef: false,
    logical: false,
    comparison: false,
    concatenate: false,
    conditional: false,
    in: false,
    random: false,
  },
});

const WORDING: readonly (readonly [RegExp, string])[] = [
  [
    /\bhow much is\b|\bwhat (?:is|does|are|would be)\b|\bcalculate\b|\bcompute\b|\bwork out\b|\bevaluate\b|\bthe (?:result|value|sum|product) of\b|\bequals?\b|=|\bsolve\b|\bmake\b$|\bcan you\b|\btell me\b/g,
    ' ',
  ],
  [/(\d),(?=\d{3}\b)/g, '$1'],
  [/\b(?:the )?(?:square root|sqrt|root) of (\d+(?:\.\d+)?)/g, 'sqrt($1)'],
  [/\b(?:the )?cube root of (\d+(?:\.\d+)?)/g, 'cbrt($1)'],
  [/(\d+(?:\.\d+)?) ?(?:%|percent|per cent) (?:of|off) /g, '($1/100)*'],
  [/\b(?:to the power of|raised to(?: the power of)?)\b|\*\*/g, '^'],
  [/\bsquared\b/g, '^2'],
  [/\bcubed\b/g, '^3'],
  [/\b(?:multiplied by|times)\b|[×·]|(?<=\d) ?x ?(?=\d)/g, '*'],
  [/\b(?:divided by|over)\b|[÷:]/g, '/'],
  [/\bplus\b|\badded to\b/g, '+'],
  [/\bminus\b|[−–]/g, '-'],
  [/\bmod(?:ulo)?\b/g, '%'],
  [/\b(?:a|the|and)\b/g, ' '],
];
const EXPRESSION = /^[\d.+\-*/^()!% ]*(?:(?:sqrt|cbrt)\([\d.+\-*/^()!% ]*)*$/;
/** “…, and how would I work it out?” */
const EXPLAIN = /[,.?]? (?:and )?(?:how(?! (?:much|many))|show|explain|why)\b.*$/;
const NUMBER_WORD =
  /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|dozen)\b/;

/** Sums, as typed or in words: “12 * (3 + 4)”, “fifteen percent of eighty”, “the square root of 144”. */
export const arithmetic: Skill = ({ text }) => {
  if (text.length > 160) return undefined;
  const bare = text.replace(EXPLAIN, '');
  const expression = toExpression(bare);
  if (!expression) return undefined;
  return {
    about: 'that sum',
    say: ({ style, random }) => {
      const value = evaluate(expression);
      if (value === undefined) return noResult(expression);
      const shown = format(value);
      const sum = pretty(expression);
      const steps = bare === text ? undefined : inYourHead(expression);
      if (steps)
        return style === 'brief' ? `${shown}. ${steps}` : `${sum} = **${shown}**\n\n${steps}`;
      if (style === 'brief') return shown;
      if (style === 'detailed') return `${sum} = **${shown}**\n\n${remark(value)}`;
      return random.pick([
        `${sum} = ${shown}`,
        `That makes ${shown}.`,
        `${sum} is ${shown}.`,
        `The answer is **${shown}**.`,
      ]);
    },
    follow: {
      sure: () => {
        const value = evaluate(expression);
        return value === undefined
          ? noResult(expression)
          : `Yes: this one I compute, I do not guess. ${pretty(expression)} = ${format(value)}.`;
      },
      why: () =>
        inYourHead(expression) ??
        'Powers come first, then times and divided by, then plus and minus, from left to right, and brackets before everything.',
    },
    change: ({ text: next }) => continued(expression, next),
  };
};

/** “and times 3”, “minus 5”: goes on from the last result. */
function continued(expression: string, next: string): Answer | undefined {
  const step =
    /^(?:then |now )?(plus|minus|times|multiplied by|divided by|[+\-*/×÷^])\s*(.+)$/.exec(next);
  if (!step) return undefined;
  return arithmetic(
    { raw: next, text: `(${expression}) ${step[1]} ${step[2]}`, words: [] },
    { earlier: [], now: new Date(0) },
  );
}

function toExpression(text: string): string | undefined {
  let plain = text;
  if (NUMBER_WORD.test(plain)) {
    const document = nlp(plain);
    document.numbers().toNumber();
    plain = document.text().toLowerCase();
  }
  for (const [pattern, replacement] of WORDING) plain = plain.replace(pattern, replacement);
  plain = plain.replace(/[?,]/g, '').replace(/\s+/g, ' ').trim();
  const calculates = /\d\)? ?[+\-*/^!%(]|(?:sqrt|cbrt)\(/.test(plain) && EXPRESSION.test(plain);
  // A date or a phone number is not a sum.
  return calculates && !/^[\d ]+(?:-[\d ]+){2,}$|^\d+\/\d+\/\d+$/.test(plain) ? plain : undefined;
}

function evaluate(expression: string): number | undefined {
  try {
    const value: unknown = parser.evaluate(expression);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  } catch {
    // Not an expression after all; the answer says so.
    return undefined;
  }
}

function noResult(expression: string): string {
  if (/[/%] ?\(?0(?![.\d])/.test(expression)) {
    return 'Dividing by zero has no result: no number times zero gives anything but zero.';
  }
  return 'I cannot work that out: either it is not a complete sum, or the result is too large for me.';
}

const format = (value: number): string =>
  Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-6)
    ? value.toExponential(6)
    : new Intl.NumberFormat('en-US', {
        maximumFractionDigits: 8,
        maximumSignificantDigits: 15,
      }).format(value);

const pretty = (expression: string): string =>
  expression
    .replace(/\((\d+(?:\.\d+)?)\/100\)\*/g, '$1% of ')
    .replaceAll('*', ' × ')
    .replaceAll('/', ' ÷ ')
    .replace(/\s*([+-])\s*/g, ' $1 ')
    .replace(/sqrt\(([^)]*)\)/g, '√$1')
    .replace(/\s+/g, ' ')
    .trim();

function remark(value: number): string {
  if (!Number.isInteger(value))
    return 'I compute this exactly as a pocket calculator would; the last digits may be rounded.';
  return `A whole number, and ${value % 2 === 0 ? 'an even' : 'an odd'} one. Sums are computed, not guessed, so you can rely on this one.`;
}
