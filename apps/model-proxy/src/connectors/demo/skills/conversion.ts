import type { Skill } from '../skill.js';

type Kind = 'length' | 'mass' | 'volume' | 'time' | 'speed' | 'storage' | 'area';

interface Unit {
  readonly name: string;
  readonly spelled: RegExp;
  readonly kind: Kind;
  /** How many of the kind's base unit (metre, gram, litre, second, metre a second, byte, square metre) it is. */
  readonly size: number;
}

const unit = (kind: Kind, size: number, name: string, spelled: string): Unit => ({
  kind,
  size,
  name,
  spelled: new RegExp(`^(?:${spelled})$`),
});

const UNITS: readonly Unit[] = [
  unit('length', 0.001, 'mm', 'mm|milli(?:metre|meter)s?'),
  unit('length', 0.01, 'cm', 'cm|centi(?:metre|meter)s?'),
  unit('length', 1, 'm', 'm|(?:metre|meter)s?'),
  unit('length', 1_000, 'km', 'km|kms|kilo(?:metre|meter)s?'),
  unit('length', 0.0254, 'inches', 'in|inch|inches'),
  unit('length', 0.3048, 'feet', 'ft|foot|feet'),
  unit('length', 0.9144, 'yards', 'yd|yards?'),
  unit('length', 1_609.344, 'miles', 'mi|miles?'),
  unit('mass', 1, 'g', 'g|grams?|grammes?'),
  unit('mass', 1_000, 'kg', 'kg|kgs|kilos?|kilograms?'),
  unit('mass', 1_000_000, 'tonnes', 't|tonnes?|tons?'),
  unit('mass', 28.349523125, 'ounces', 'oz|ounces?'),
  unit('mass', 453.59237, 'pounds', 'lbs?|pounds?'),
  unit('mass', 6_350.29318, 'stone', 'st|stones?'),
  unit('volume', 0.001, 'ml', 'ml|milli(?:litre|liter)s?'),
  unit('volume', 1, 'litres', 'l|(?:litre|liter)s?'),
  unit('volume', 0.2365882365, 'US cups', '(?:us )?cups?'),
  unit('volume', 0.473176473, 'US pints', '(?:us )?pints?'),
  unit('volume', 3.785411784, 'US gallons', '(?:us )?gal(?:lons?)?'),
  unit('time', 1, 'seconds', 's|sec|seconds?'),
  unit('time', 60, 'minutes', 'min|mins|minutes?'),
  unit('time', 3_600, 'hours', 'h|hrs?|hours?'),
  unit('time', 86_400, 'days', 'd|days?'),
  unit('time', 604_800, 'weeks', 'weeks?'),
  unit('time', 31_557_600, 'years', 'years?'),
  unit('speed', 1, 'm/s', 'm/s|metres per second|meters per second'),
  unit('speed', 1 / 3.6, 'km/h', 'km/h|kmh|kph|kilometres per hour|kilometers per hour'),
  unit('speed', 0.44704, 'mph', 'mph|miles per hour'),
  unit('storage', 1, 'bytes', 'b|bytes?'),
  unit('storage', 1e3, 'kB', 'kb|kilobytes?'),
  unit('storage', 1e6, 'MB', 'mb|megabytes?'),
  unit('storage', 1e9, 'GB', 'gb|gigabytes?'),
  unit('storage', 1e12, 'TB', 'tb|terabytes?'),
  unit('area', 1, 'm²', 'm2|m²|sqm|square (?:metre|meter)s?'),
  unit('area', 0.09290304, 'square feet', 'sq ?ft|square (?:foot|feet)'),
  unit('area', 10_000, 'hectares', 'ha|hectares?'),
  unit('area', 4_046.8564224, 'acres', 'acres?'),
];

const NAME = '[a-z/²2]+(?: (?:feet|foot|met(?:re|er)s?|per \\w+|cups?|pints?|gallons?))?';
const FORWARD = new RegExp(
  `(-?\\d+(?:[.,]\\d+)?|\\ban?\\b) ?(?:degrees? |° ?)?(${NAME})(?: is)? (?:in|to|into|as|are how many) (?:degrees? )?(${NAME})$`,
);
const BACKWARD = new RegExp(
  `how many (${NAME})(?: (?:are|is|make|fit|go))?(?: there)?(?: in(?:to)?)? (-?\\d+(?:[.,]\\d+)?|an?) ?(${NAME})$`,
);

/** Conversions between common units: “10 miles in km”, “how many ounces in a pound”, “72 f to c”. */
export const conversion: Skill = ({ text }) => {
  if (text.length > 100) return undefined;
  const asked = read(text);
  if (!asked) return undefined;
  const { amount, from, to } = asked;
  const outcome = temperature(amount, from, to) ?? linear(amount, from, to);
  if (outcome === undefined) return undefined;
  return {
    about: 'that conversion',
    say: ({ style, random }) => {
      if (style === 'brief') return outcome.right;
      const whole = `${outcome.left} = ${outcome.right}`;
      if (style === 'detailed') return `${whole}\n\n${outcome.rule}`;
      return random.pick([
        `${whole}.`,
        `${outcome.left} is about **${outcome.right}**.`,
        `That is ${outcome.right}.`,
      ]);
    },
    follow: { why: () => outcome.rule, longer: () => outcome.rule, more: () => outcome.rule },
  };
};

function read(text: string): { amount: number; from: string; to: string } | undefined {
  const number = (given = ''): number =>
    /^an?$/.test(given) ? 1 : Number(given.replace(',', '.'));
  const forward = FORWARD.exec(text);
  if (forward) return { amount: number(forward[1]), from: forward[2] ?? '', to: forward[3] ?? '' };
  const backward = BACKWARD.exec(text);
  if (backward)
    return { amount: number(backward[2]), from: backward[3] ?? '', to: backward[1] ?? '' };
  return undefined;
}

interface Outcome {
  readonly left: string;
  readonly right: string;
  readonly rule: string;
}

function linear(amount: number, from: string, to: string): Outcome | undefined {
  const source = UNITS.find(({ spelled }) => spelled.test(from));
  const target = UNITS.find(({ spelled, kind }) => spelled.test(to) && kind === source?.kind);
  if (!source || !target) return undefined;
  const factor = source.size / target.size;
  return {
    left: `${round(amount)} ${source.name}`,
    right: `${round(amount * factor)} ${target.name}`,
    rule: `Multiply ${source.name} by ${round(factor)} to get ${target.name}.`,
  };
}

const toCelsius: Readonly<Record<string, (value: number) => number>> = {
  c: (value) => value,
  f: (value) => ((value - 32) * 5) / 9,
  k: (value) => value - 273.15,
};
const fromCelsius: Readonly<Record<string, (value: number) => number>> = {
  c: (value) => value,
  f: (value) => (value * 9) / 5 + 32,
  k: (value) => value + 273.15,
};

function temperature(amount: number, from: string, to: string): Outcome | undefined {
  const scale = (name: string): string | undefined =>
    /^(?:(c|f|k)|(celsius)|(fahrenheit)|(kelvin))$/.exec(name)?.[0].charAt(0);
  const [source, target] = [scale(from), scale(to)];
  const [read, write] = [toCelsius[source ?? ''], fromCelsius[target ?? '']];
  if (!source || !target || !read || !write) return undefined;
  const sign = (letter: string): string => (letter === 'k' ? 'K' : `°${letter.toUpperCase()}`);
  return {
    left: `${round(amount)} ${sign(source)}`,
    right: `${Number(write(read(amount)).toFixed(1))} ${sign(target)}`,
    rule: '°F = °C × 9/5 + 32, and K = °C + 273.15.',
  };
}

const round = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 }).format(value);
