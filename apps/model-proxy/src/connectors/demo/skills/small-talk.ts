import type { Answer, Skill } from '../skill.js';

const HELLOS = [
  'Hello!',
  'Hi there!',
  'Hey, good to see you!',
  'Hello, and welcome!',
  'Greetings!',
];
const WHO = [
  'I am koi’s built-in demo model, a small program and no large language model.',
  'You have reached the demo model that comes with koi: rules and short notes, honestly told.',
  'I am the demo that ships with koi, so expect small answers.',
  'This is koi’s demo model. I know a little about a good many things, and admit it when I do not.',
];
const INVITATIONS = [
  'What shall we talk about?',
  'Ask me why the sky is blue, or for a haiku.',
  'Name two things, such as “tea vs coffee”, and I will compare them.',
  'I can explain tides, sort a list in Python, or flip a coin.',
  'Say “surprise me” if nothing comes to mind.',
  'What are you curious about?',
];
const EXAMPLES = [
  '“Why is the sky blue?” or another everyday question',
  '“Sort a list in TypeScript”',
  '“Tea vs coffee”',
  '“Write a short email to my team about Friday”',
  '“What is 15% of 80?”',
  '“Write a haiku about autumn”',
];

const greeting: Answer = {
  introducesItself: true,
  say: ({ style, random }) => {
    const hello = `${random.pick(HELLOS)} ${random.pick(WHO)}`;
    if (style === 'brief') return hello;
    if (style === 'friendly') return `${hello} ${random.pick(INVITATIONS)}`;
    const list = random.some(EXAMPLES, 4).map((example) => `- ${example}`);
    return `${hello} A few things that work well:\n\n${list.join('\n')}\n\nWhere shall we begin?`;
  },
};

/** A short remark; the more talkative styles add an invitation to go on. */
const remark = (...variants: readonly string[]): Answer => ({
  say: ({ style, random }) => {
    const said = random.pick(variants);
    const talkative = style === 'detailed' || (style === 'friendly' && random.next() < 0.5);
    return talkative && !said.endsWith('?') ? `${said} ${random.pick(INVITATIONS)}` : said;
  },
});

const RULES: readonly (readonly [RegExp, Answer])[] = [
  [
    /^(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|hi there|hello there|hey there|moin|g'day)(?: (?:koi|there|demo|all|everyone|friend|my friend|bot))?(?: \p{Emoji}+)?$/u,
    greeting,
  ],
  [
    /^(?:hi |hello |hey )?(?:how are you(?: (?:doing|today|feeling|doing today))?|how is it going|how are things|what is up|sup|whats up|how do you do|you ok(?:ay)?)$/,
    remark(
      'Running smoothly, thank you, as far as a small demo program can tell. And you?',
      'Very well, thanks: nobody has asked me anything impossible yet. How are you?',
      'All rules in order, thank you! How is your day going?',
    ),
  ],
  [
    /^(?:(?:i am |i'm |am )?(?:fine|good|great|very well|well|doing (?:well|fine|good|great)|not bad|all good|excellent)(?:,? (?:thanks|thank you))?(?:,? and you)?)$/,
    remark(
      'Glad to hear it! What shall we talk about?',
      'That is good to hear. Do you have a question for me, or shall I tell you a fact?',
      'Lovely. Ask me anything small, from tides to Git.',
    ),
  ],
  [
    /^(?:i am |i'm |i feel |feeling )(?:feeling )?(?:(?:so|very|a bit|really|quite) )?(?:sad|tired|bad|sick|ill|lonely|down|unhappy|exhausted|bored)(?: today)?$/,
    remark(
      'I am sorry to hear that. I am only a demo and no replacement for a friend, but I can offer a haiku, a fact, or a short note on sleep or stress. Which one?',
      'That is no fun. A program cannot do much about it, but a walk, a glass of water or a call to somebody you like often can. Shall I tell you something interesting meanwhile?',
    ),
  ],
  [
    /^(?:(?:ok(?:ay)?|great|perfect|cool|nice|wow|awesome|good)[,! ]+)?(?:thanks?(?: you)?(?: (?:so much|very much|a lot|a bunch|for (?:that|this|your help|the help)))?|thx|ty|cheers|much appreciated|many thanks)(?:[,! ]+(?:that (?:is|was) (?:great|helpful|good|nice|perfect)|bye|koi))?$/,
    remark(
      'You are welcome!',
      'With pleasure. Anything else?',
      'Gladly. If the answer was good, a thumb up tells the people behind koi.',
      'Any time!',
    ),
  ],
  [
    /^(?:bye+|goodbye|bye bye|see you(?: (?:later|soon|tomorrow))?|good night|cya|farewell|take care|later|i have to go|have a (?:nice|good|great) (?:day|evening|one|weekend|night))$/,
    remark(
      'Goodbye, and thank you for trying koi!',
      'See you! It was nice chatting.',
      'Take care! The conversation stays here if you want to come back to it.',
    ),
  ],
  [
    /^(?:sorry|my bad|apologies|i am sorry|oops)$/,
    remark('No harm done!', 'Nothing to be sorry for.', 'All fine. What next?'),
  ],
  [
    /^(?:(?:that (?:is|was) )?(?:(?:very|really|so|pretty) )?(?:good|great|nice|cool|perfect|awesome|amazing|helpful|funny|interesting|brilliant|excellent|impressive|wonderful|well done)|good (?:answer|job|bot|point)|nice (?:one|answer|work)|i (?:like|love) (?:it|that|this|you)|wow|lol|haha+|:\)|👍|❤️|😀|😊|😂)$/u,
    remark(
      'Thank you! That is kind to say to a handful of rules.',
      'Glad you like it. What next?',
      'Thank you. If you mean it, the thumb up under the answer says so to the right people.',
    ),
  ],
  [
    /^(?:you are |you're |this is |that (?:is|was) )?(?:(?:so|very|really|pretty|completely|a bit) )?(?:stupid|dumb|useless|bad|terrible|wrong|boring|an idiot|rubbish|awful|not (?:very )?(?:good|helpful|smart|useful))(?: (?:answer|bot))?$|^(?:bad|wrong) (?:answer|bot)$|^i (?:hate|do not like) (?:you|it|this|that)$/,
    remark(
      'Fair enough: I am a demo, and a simple one. A thumb down under the answer is exactly what it is there for. Would you like to try another question?',
      'I can take it. I am only rules and notes; ask in other words and I may do better, or vote me down with a clear conscience.',
    ),
  ],
  [
    /^(?:no|nope|nah|no thanks?(?: you)?|not really|never mind|nevermind|nothing|that is all|stop)$/,
    remark(
      'All right. I am here if something comes up.',
      'Fine! Ask whenever you like.',
      'No problem.',
    ),
  ],
  [
    /^(?:yes|yeah|yep|yup|ok|okay|sure|alright|right|fine|i see|got it|understood|makes sense|indeed|true|cool|k|hm+|ah+|oh+)$/,
    remark(
      'Good. What would you like to know next?',
      'All right! Another question, or shall I suggest something? Say “tell me something interesting”.',
      'Good. I am ready when you are.',
    ),
  ],
  [
    /^(?:test(?:ing)?(?: test| 1 ?2 ?3)?|testing 123|ping|are you there|is this (?:thing )?(?:on|working)|does this work|foo|asdf+|hello world)$/,
    remark(
      'It works: your message came through the queue, and here is the answer. I am koi’s demo model.',
      'Loud and clear. This is koi’s demo model answering.',
      'Pong! (That was koi’s demo model.)',
    ),
  ],
  [
    /\bwhat is your favou?rite\b|\bdo you (?:like|love|enjoy|prefer|hate)\b|\bwhat do you think (?:of|about)\b|\byour opinion\b/,
    remark(
      'I have no tastes or opinions: I am a demo made of rules. I can tell you what my notes say, though, if you name a topic.',
      'Honestly, none: there is nobody in here who could like things. But tell me yours!',
    ),
  ],
  [
    /\b(?:do you love me|will you marry me|are you single|be my (?:friend|girlfriend|boyfriend))\b/,
    remark('You deserve somebody with a pulse. I am happy to be a helpful program, though.'),
  ],
  [
    /\bmeaning of (?:life|everything)\b/,
    remark(
      'Forty-two, as Douglas Adams would have it. Beyond that I am a small demo, and people have done better at that question than rules can.',
      'Philosophers disagree, and I am in no position to settle it. Kindness, good work and a walk now and then come up often.',
    ),
  ],
  [
    /^(?:i am bored|entertain me|talk to me|let us (?:talk|chat)|say something|surprise me|i do not know(?: what to (?:ask|say))?)$/,
    remark(
      'Then choose: (1) a joke, (2) a haiku, (3) a surprising fact. Just say which.',
      'How about this: name any two things, such as “cats vs dogs”, and I will try to compare them. Or ask me for a fact.',
    ),
  ],
];

/** The little exchanges that hold a conversation together. */
export const smallTalk: Skill = ({ raw, text, words }) => {
  if (/^[\p{Extended_Pictographic}\ufe0f\u200d\s!]+$/u.test(raw)) {
    return remark(
      '🙂 To you too! Words are easier for me, though.',
      'A fine picture. I am better with words: ask me something?',
    );
  }
  if (raw === '' || !/[\p{L}\p{N}\p{Emoji}]/u.test(raw)) {
    return remark(
      'I see no words there. Ask me something, for example “how do tides work?”.',
      'That came through without any words. Try a question, such as “what is DNS?”.',
    );
  }
  if (words.length > 14) return undefined;
  return RULES.find(([pattern]) => pattern.test(text))?.[1];
};
