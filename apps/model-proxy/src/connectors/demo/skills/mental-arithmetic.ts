const TWO_NUMBERS = /^(\d{1,6}) ?([*+-]) ?(\d{1,6})$/;

/** How a person could work out a sum of two whole numbers without paper; `undefined` where there is no good way. */
export function inYourHead(expression: string): string | undefined {
  const percent = /^\((\d{1,4})\/100\)\* ?(\d{1,6})$/.exec(expression);
  if (percent) return percentage(Number(percent[1]), Number(percent[2]));
  const match = TWO_NUMBERS.exec(expression);
  if (!match) return undefined;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (match[2] === '*') return product(first, second);
  return match[2] === '+' ? addition(first, second) : subtraction(first, second);
}

function product(first: number, second: number): string | undefined {
  if (first < 10 && second < 10) return 'That one is worth knowing by heart.';
  const [kept, split] = second < 10 || tens(first) === first ? [second, first] : [first, second];
  const round = tens(split);
  const rest = split - round;
  if (rest === 0)
    return `Leave the zero off first: ${kept} × ${split / 10} = ${(kept * split) / 10}, then put it back.`;
  const near = rest > 5 ? round + 10 : round;
  const difference = Math.abs(split - near);
  const sign = rest > 5 ? '−' : '+';
  const total = kept * split;
  return `In your head: split ${split} into ${near} ${sign} ${difference}. ${kept} × ${near} = ${kept * near}, and ${kept} × ${difference} = ${kept * difference}; ${kept * near} ${sign} ${kept * difference} = ${total}.`;
}

function addition(first: number, second: number): string {
  const round = tens(second);
  return round === 0 || round === second
    ? `In your head: count on from ${Math.max(first, second)}.`
    : `In your head: ${first} + ${round} = ${first + round}, and then + ${second - round} = ${first + second}.`;
}

function subtraction(first: number, second: number): string {
  const round = Math.ceil(second / 10) * 10;
  return round === second
    ? `In your head: take away the tens: ${first} − ${second} = ${first - second}.`
    : `In your head: take away ${round} (${first - round}), which is ${round - second} too much, so give it back: ${first - second}.`;
}

function percentage(percent: number, of: number): string {
  return `In your head: 10% of ${of} is ${of / 10}, and 1% is ${of / 100}; ${percent}% is ${percent} times the latter, ${(of * percent) / 100}.`;
}

const tens = (number: number): number => Math.floor(number / 10) * 10;
