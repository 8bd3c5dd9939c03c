import type { FollowUp, Utterance } from './skill.js';

const PATTERNS: readonly (readonly [FollowUp, RegExp])[] = [
  [
    'why',
    /^(?:but |and )?(?:why(?: (?:is|does|do) (?:that|it|this|they)(?: (?:so|matter|work|happen|the case))?| so| not)?|how come|what for|for what reason)$/,
  ],
  [
    'shorter',
    /^(?:can you |could you )?(?:(?:make|say|put|keep) (?:it|that|this) )?(?:(?:much |a bit |even )?(?:shorter|briefer|more (?:concise|briefly))|short|in short|in brief|in one sentence|tl;?dr|too long|summari[sz]e (?:it|that|this)|be brief)$/,
  ],
  [
    'longer',
    /^(?:can you |could you )?(?:(?:make|say) (?:it|that|this) )?(?:(?:much |a bit )?(?:longer|more detailed)|in (?:more )?detail|more details?|(?:explain|describe) (?:it |that |this )?(?:in (?:more )?detail|more|further)|elaborate(?: on (?:that|this|it))?)$/,
  ],
  [
    'example',
    /^(?:(?:can|could) you )?(?:(?:give|show|have|got|do you have|with) (?:me )?)?(?:an?|another|one|some|any) (?:concrete |simple |good |other )?examples?(?: of (?:that|it|this))?$|^(?:for example|such as|like what|for instance|examples?)$/,
  ],
  [
    'simpler',
    /^(?:can you |could you )?(?:(?:explain|say|put|make) (?:it|that|this) )?(?:(?:more |much )?(?:simply|simpler|easier)|in (?:simple|simpler|plain|easy) (?:words|terms|english)|like i(?: am|'m) (?:five|5|a child)|eli5)$|^(?:i do not|i don't|did not|do not) (?:understand|get (?:it|that))$|^(?:huh|what do you mean|what does that mean)$/,
  ],
  [
    'again',
    /^(?:again|(?:try|do|say|tell) (?:it |that |me )?(?:again|another(?: one)?|once more|one more)|another(?: one)?|one more(?: time)?|a(?:nother)? different one|something else|once more|next(?: one)?)$/,
  ],
  [
    'sure',
    /^(?:are you (?:really |absolutely )?(?:sure|certain)(?: (?:about|of) (?:that|this|it))?|really|is (?:that|this|it) (?:really )?(?:true|right|correct)|(?:that|this|it) is (?:wrong|not (?:true|right|correct))|source|sources|how do you know(?: that| this)?|says who)$/,
  ],
  [
    'more',
    /^(?:more|(?:tell|give|show) me more(?: (?:about|of) (?:it|that|this|them))?|go on|continue|and then|what else|anything else|keep going|yes(?: please)?|yeah|yep|sure|ok(?:ay)? go on|please do|interesting|what about (?:it|that)|and)$/,
  ],
];

/** A question that leans on what was said before: “how big are they?”, “is it dangerous?”. */
const LEANING = /\b(?:it|its|they|them|their|that|this|these|those|he|she|one)\b/;

/** Which follow-up a message is, if it is one. */
export function followUpOf({ text }: Utterance): FollowUp | undefined {
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Whether a message cannot be understood without the one before it. */
export function leansOnEarlier({ text, words }: Utterance): boolean {
  return words.length <= 9 && LEANING.test(text) && !/^(?:i|my)\b/.test(text);
}
