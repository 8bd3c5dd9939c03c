import nlp from 'compromise';
import type { Utterance } from './skill.js';

/** “Thanks! And what is …”: politeness and fillers in front of what is asked. */
const OPENING =
  /^(?:(?:(?:please|hi|hello|hey|ok|okay|so|well|um|and|but|now)[ ,!.]+)|(?:thanks|thank you|great|perfect|nice|cool)[,!.] *)*(?=\S+ \S)/;

/** Only the beginning of a very long message is looked at: rules gain nothing from more. */
const READ_LIMIT = 8_000;

/** Reads a message: expands “what's” to “what is”, straightens quotes, drops openings and the closing punctuation. */
export function readUtterance(message: string): Utterance {
  const raw = message.trim().slice(0, READ_LIMIT);
  const straight = raw.replace(/[‘’ʼ]/g, "'").replace(/[“”]/g, '"');
  const expanded = straight.includes("'") ? expand(straight) : straight;
  const text = expanded
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(OPENING, '')
    .replace(/[\s,]*(?:please)?[\s.!?…]*$/, '');
  return { raw, text, words: text.split(/[^\p{L}\p{N}'+#-]+/u).filter((word) => word !== '') };
}

function expand(text: string): string {
  // The library tags every word, which is too slow to be worth it for long texts.
  if (text.length > 400) return text;
  const document = nlp(text);
  document.contractions().expand();
  return document.text();
}

/** What a message seems to be about: its nouns, without the people talking; at most three. */
export function keywordsOf(raw: string): string[] {
  const phrases = nlp(raw.slice(0, 600)).nouns().out('array') as string[];
  const keywords = phrases
    .map((phrase) =>
      phrase
        .replace(/[^\p{L}\p{N}\s'+#.-]/gu, '')
        .replace(
          /^(?:(?:an?|the|my|your|our|some|any|this|that|these|those|many|much|more|which|what)\s+)+/i,
          '',
        )
        .replace(/[.\s]+$/, '')
        .trim(),
    )
    .filter((phrase) => phrase.length > 2 && phrase.length < 40 && !PRONOUN.test(phrase));
  return [...new Set(keywords)].slice(0, 3);
}

const PRONOUN =
  /^(?:i|me|you|he|she|it|we|they|them|us|him|her|what|who|something|anything|someone|thing|things|way|lot)$/i;
