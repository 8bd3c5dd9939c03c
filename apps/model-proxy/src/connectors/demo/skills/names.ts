import { plainly, type Skill, type Utterance } from '../skill.js';

const INTRODUCTION = /\b(?:my name is|call me|i am called)\s+([\p{L}][\p{L}'-]{1,29})/iu;

/** Knows what the person said their name was, as far as this conversation goes. */
export const names: Skill = ({ raw, text, words }, { earlier }) => {
  if (/^(?:what is|do you (?:know|remember)) my name$|^who am i$/.test(text)) {
    const name = lastName(earlier);
    return name
      ? plainly(`You said your name is ${name}.`, `${name}, as you told me.`)
      : plainly(
          'You have not told me. Say “my name is …” and I will know it in this conversation.',
        );
  }
  const name = nameIn(raw);
  if (!name || words.length > 8) return undefined;
  return plainly(
    `Nice to meet you, ${name}! What can a small demo do for you?`,
    `Hello ${name}, a pleasure. What shall we talk about?`,
  );
};

function lastName(earlier: readonly Utterance[]): string | undefined {
  return earlier.map(({ raw }) => nameIn(raw)).findLast((name) => name !== undefined);
}

function nameIn(raw: string): string | undefined {
  const name = INTRODUCTION.exec(raw.replace(/[‘’ʼ]/g, "'"))?.[1];
  return name && name.charAt(0).toUpperCase() + name.slice(1);
}
