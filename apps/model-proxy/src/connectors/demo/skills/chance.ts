import type { Skill } from '../skill.js';

const LARGEST = 1_000_000;

/** Coins, dice and random numbers. */
export const chance: Skill = ({ text, words }) => {
  if (words.length > 12) return undefined;
  if (/\b(?:flip|toss) (?:a |the )?coin\b|\bheads or tails\b/.test(text)) {
    return {
      about: 'the coin',
      say: ({ random, style }) => {
        const side = random.pick(['Heads', 'Tails']);
        return style === 'brief'
          ? `${side}.`
          : random.pick([`${side}!`, `The coin says: **${side.toLowerCase()}**.`]);
      },
    };
  }
  if (/\b(?:roll|throw) (?:a |the |two |2 )?(?:dice|die)\b/.test(text)) {
    const two = /\b(?:two|2)\b/.test(text);
    return {
      about: 'the dice',
      say: ({ random }) => {
        const roll = (): number => 1 + Math.floor(random.next() * 6);
        const first = roll();
        if (!two) return random.pick([`A ${first}.`, `You rolled a **${first}**.`]);
        const second = roll();
        return `${first} and ${second}: ${first + second} in all.`;
      },
    };
  }
  const range =
    /\b(?:pick|choose|give me|think of|random) .*\bnumber\b(?:.*?\b(?:between|from) (\d{1,7}) (?:and|to) (\d{1,7}))?/.exec(
      text,
    );
  if (!range) return undefined;
  const ends = [Number(range[1] ?? 1), Number(range[2] ?? 100)];
  const low = Math.min(...ends);
  const high = Math.min(LARGEST, Math.max(...ends));
  return {
    about: 'the number',
    say: ({ random }) => {
      const number = low + Math.floor(random.next() * (high - low + 1));
      return random.pick([`${number}.`, `How about ${number}?`, `I draw ${number}.`]);
    },
  };
};
