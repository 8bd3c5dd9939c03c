import { plainly, type Skill } from '../skill.js';

const COMMON_WORDS: readonly (readonly [language: string, words: RegExp])[] = [
  [
    'German',
    /\b(?:ich|und|nicht|wie|ist|das|der|die|ein|eine|kannst|bitte|warum|wer|hallo|danke|guten)\b/g,
  ],
  [
    'French',
    /\b(?:je|est|les|une|des|vous|pourquoi|comment|bonjour|merci|avec|quoi|qui|puis|salut|peux)\b/g,
  ],
  [
    'Spanish',
    /\b(?:que|qué|cómo|como|está|estás|por|los|las|una|hola|gracias|puedes|dónde|quién|buenos|eres)\b/g,
  ],
  ['Italian', /\b(?:che|perché|ciao|grazie|sono|della|come|puoi|cosa|buongiorno|sei|non)\b/g],
  ['Portuguese', /\b(?:você|não|olá|obrigado|obrigada|uma|por que|como|está|quem|são|fazer)\b/g],
  ['Dutch', /\b(?:ik|het|een|niet|hoe|waarom|kun|hallo|dank|goedemorgen|wat|jij|bent)\b/g],
];

/** The demo speaks English only, and says so rather than answering beside the point. */
export const otherLanguage: Skill = ({ raw, text, words }) => {
  const letters = raw.match(/\p{L}/gu)?.length ?? 0;
  const latin = raw.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters > 1 && latin < letters / 2) {
    return plainly('I am sorry, I only understand English: I am koi’s small demo model.');
  }
  if (words.length > 60) return undefined;
  const scored = COMMON_WORDS.map(([language, pattern]) => ({
    language,
    hits: text.match(pattern)?.length ?? 0,
  })).sort((one, other) => other.hits - one.hits);
  const [best] = scored;
  const english =
    text.match(/\b(?:the|is|are|what|how|why|you|a|of|to|in|my|me|do|can|and|i|it|write|for)\b/g)
      ?.length ?? 0;
  if (!best || best.hits <= english || best.hits < Math.min(2, words.length)) return undefined;
  return plainly(
    `That looks like ${best.language}, and I only understand English, I am afraid. A real model connected to koi would cope better.`,
    `I think that is ${best.language}. This demo speaks English only; could you put it in English?`,
  );
};
