import { z } from 'zod';
import {
  reasonKey,
  reasonLabels,
  type Reason,
  type ReasonGroup,
  type ReasonSet,
} from '../reasons/index.js';

const built = (key: string, en: string, de: string): Reason => ({ key, labels: { en, de } });

/** What people are offered where koi.yaml says nothing else. A key keeps its meaning for ever. */
export const builtInReasons: ReasonSet = {
  up: [
    built('accurate', 'Accurate', 'Richtig'),
    built('helpful', 'Helpful', 'Hilfreich'),
    built('clear', 'Clear', 'Verständlich'),
    built('thorough', 'Thorough', 'Gründlich'),
    built('good_style', 'Well written', 'Gut geschrieben'),
  ],
  down: [
    built('inaccurate', 'Not accurate', 'Falsch'),
    built('off_topic', 'Not what I asked', 'Frage verfehlt'),
    built('incomplete', 'Incomplete', 'Unvollständig'),
    built('too_long', 'Too long', 'Zu lang'),
    built('unclear', 'Hard to follow', 'Schwer verständlich'),
    built('harmful', 'Harmful', 'Bedenklich'),
  ],
  ranking: [
    built('accurate', 'More accurate', 'Richtiger'),
    built('helpful', 'More helpful', 'Hilfreicher'),
    built('clear', 'Clearer', 'Verständlicher'),
    built('thorough', 'More thorough', 'Gründlicher'),
    built('concise', 'More concise', 'Knapper'),
    built('good_style', 'Better style', 'Besserer Stil'),
  ],
};

/** The most reasons a chatbot may offer in one group: more would not be read. */
const MAX_OFFERED = 12;

const ownReason = z.strictObject({
  key: reasonKey,
  /** One text for every language, or one for each. */
  label: z.union([z.string().trim().min(1).max(60), reasonLabels]),
});

/** A list of one group: built-in reasons by their key, own ones with their labels. */
function reasonList(group: ReasonGroup) {
  return z
    .array(z.union([reasonKey, ownReason]))
    .max(MAX_OFFERED)
    .transform((entries, context): Reason[] => {
      const seen = new Set<string>();
      return entries.flatMap((entry, index) => {
        const key = typeof entry === 'string' ? entry : entry.key;
        const refuse = (message: string): [] => {
          context.issues.push({ code: 'custom', path: [index], message, input: entry });
          return [];
        };
        if (seen.has(key)) return refuse(`"${key}" is named twice`);
        seen.add(key);
        if (typeof entry !== 'string')
          return {
            key,
            labels: typeof entry.label === 'string' ? { en: entry.label } : entry.label,
          };
        const known = builtInReasons[group].find((reason) => reason.key === key);
        return known ?? refuse(`there is no built-in reason "${key}" here; write { key, label }`);
      });
    })
    .default(builtInReasons[group]);
}

/** The setting `reasons` of a chatbot: what is left out is built in, an empty list asks for no reasons. */
export const reasonsConfig = z.strictObject({
  up: reasonList('up'),
  down: reasonList('down'),
  ranking: reasonList('ranking'),
});
