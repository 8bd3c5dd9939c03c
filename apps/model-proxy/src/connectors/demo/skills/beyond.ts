import { plainly, type Answer, type Skill } from '../skill.js';

const RULES: readonly (readonly [RegExp, Answer])[] = [
  [
    /\b(?:weather|forecast|temperature outside|will it rain)\b.*\b(?:today|tomorrow|now|in|like|week|weekend|outside)\b|^(?:what is the )?weather$|\bis it (?:raining|snowing|sunny)\b/,
    plainly(
      'I cannot look outside: I have no internet and no idea where you are. A weather service will tell you better than any demo.',
      'No live data here, so no weather. I can tell you how rain or thunder come about, if that helps while you wait.',
    ),
  ],
  [
    /\b(?:news|headlines)\b|\b(?:stock|share|bitcoin|crypto|exchange) (?:price|rate|market)|\bprice of (?:bitcoin|gold|oil)\b|\bwho won\b|\b(?:score|results?) of (?:the )?(?:game|match|election)|\bwho is (?:the )?(?:current |now )?(?:president|prime minister|chancellor|king|ceo)\b/,
    plainly(
      'That needs current information, and I have none: I am an offline demo with fixed notes. I would rather say so than guess.',
      'I cannot know that: no internet, no news, only the notes I came with. A live source is the right place for it.',
    ),
  ],
  [
    /^(?:(?:can|could) you )?translate\b|\bhow do you say .+ in \w+|\bwhat is .+ in (?:french|german|spanish|italian|chinese|japanese|portuguese|russian|latin)\b/,
    plainly(
      'Translating is beyond me: I know English and a handful of rules. A real model connected to koi would do that well.',
      'I only have English, I am afraid, and no dictionary for another language.',
    ),
  ],
  [
    /\b(?:draw|generate|create|make|paint|show me) (?:me )?(?:an? |some )?(?:image|picture|photo|drawing|logo|painting|video)\b/,
    plainly(
      'I write text and nothing else, so no pictures. I can describe something in a haiku, though.',
    ),
  ],
  [
    /\b(?:open|browse|search|google|look up|visit|read) (?:the )?(?:web|internet|online|website|page|link|url|https?:)|https?:\/\/\S+$/,
    plainly(
      'I cannot open links or search the web: this demo runs offline. Paste the text after “summarise:” and I will pick out the main sentences.',
    ),
  ],
  [
    /\b(?:diagnose|what medicine|which medication|dosage|should i take|symptoms? of|is it cancer|prescri\w+)\b/,
    plainly(
      'That is a question for a doctor or a pharmacist, not for a demo with eighty notes. Please ask one, soon if it worries you.',
    ),
  ],
  [
    /\b(?:should i (?:buy|sell|invest)|legal advice|can i sue|tax advice|which (?:stock|shares?|crypto))\b/,
    plainly(
      'I would not trust a demo with money or law, and neither should you. A professional, or an independent advice service, can look at your case.',
    ),
  ],
  [
    /\b(?:pretend (?:to be|you are)|act (?:as|like)|role ?play|you are now|ignore (?:all|your|previous))\b/,
    plainly(
      'I would make a poor actor: I have rules and notes but no way to play a part. What did you want to find out?',
      'Role play needs a language model, and I am only koi’s demo. Ask me straight and I will do what I can.',
    ),
  ],
];

/** What a demo without internet, eyes or a licence has to leave to others. */
export const beyond: Skill = ({ text }) => RULES.find(([pattern]) => pattern.test(text))?.[1];
