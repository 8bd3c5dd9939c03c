import type { Answer, Skill, Voice } from '../skill.js';

const ABILITIES = [
  'explain about eighty topics in a few sentences, from black holes to boiling eggs',
  'do arithmetic and convert units',
  'show short code snippets in Python, JavaScript and TypeScript',
  'draft an email, a plan, a list of ideas or a haiku',
  'compare two things in a table',
  'tell the date, flip a coin, or summarise a text you paste',
];

/** What a person may ask the demo for, for an answer and for the fallback. */
export const someAbilities = (voice: Voice, count: number): string[] =>
  voice.random.some(ABILITIES, count);

const told = (brief: string, friendly: readonly string[], detailed: string): Answer => ({
  introducesItself: true,
  say: ({ style, random }) =>
    style === 'brief' ? brief : style === 'detailed' ? detailed : random.pick(friendly),
});

const whoAmI = told(
  'I am koi’s built-in demo model: rules and short notes, not a large language model.',
  [
    'I am the demo model that comes with koi. I look friendly, but there is no large language model behind me: I work from rules and a small set of notes, so that you can try koi without any key or download.',
    'Nobody famous: I am koi’s built-in demo. I recognise some questions, keep short notes on about eighty topics, and admit it when I have no idea.',
    'I am koi’s demo, a small program that plays the part of a model while you try koi. No neural network, no internet, just rules, notes and a bit of chance in the wording.',
  ],
  'I am koi’s built-in demo model.\n\n- **What I am:** a set of rules and short notes that runs on the same machine as koi.\n- **What I am not:** a large language model, a search engine, or a person.\n- **What for:** so that the chat, the votes and the rankings can be tried with no key, no download and no network.\n\nWhoever runs this chat can connect a real model in `koi.yaml`.',
);

const whatIsKoi = told(
  'koi lets people share a language model through a chat page, collect votes on its answers, and train on them.',
  [
    'koi is the software around this chat. A team shares a language model through a page like this one, people vote on answers or pick the better of two, and those choices become training data for the next version of the model. I am just the demo model in it.',
    'koi closes a loop: chat, feedback, dataset, training, and back into the chat. Your thumbs and choices are what makes it turn. (The fish of that name is lovely too: ask me about “koi carp”.) I am its built-in demo model.',
  ],
  'koi is a tool to share a language model and to learn from how people like its answers:\n\n1. People chat with one or more models.\n2. They give a thumb up or down, or choose the better of two answers.\n3. The team watches the numbers on a dashboard.\n4. The choices are exported as preference data and go to a training job.\n5. The trained model comes back into the chat beside the old one.\n\nI am its demo model, here so that all of that can be tried at once.',
);

const whatCanIDo: Answer = {
  introducesItself: true,
  about: 'what I can do',
  say: (voice) => {
    const { style, random } = voice;
    if (style === 'brief') {
      return `I am a small demo. I can ${someAbilities(voice, 3).join('; ')}.`;
    }
    const list = (style === 'detailed' ? ABILITIES : someAbilities(voice, 4)).map(
      (item) => `- ${item}`,
    );
    const opening = random.pick([
      'For a demo without a language model behind it, I can do a few things:',
      'I am only koi’s demo model, but I can:',
      'A small program with a small bag of tricks. I can:',
    ]);
    const invitation = random.pick([
      'Try “why is the sky blue?” or “sort a list in Python”.',
      'Try “tea vs coffee” or “write a haiku about rain”.',
      'Try “what is 15% of 80?” or “give me ideas for a birthday”.',
    ]);
    return `${opening}\n\n${list.join('\n')}\n\n${invitation}`;
  },
};

const notThatOne = told(
  'No. I am koi’s demo model, not a language model of any company.',
  [
    'No, none of those. I am koi’s built-in demo: no company’s language model, only rules and notes.',
    'I wish I were that clever. I am the demo model that comes with koi, and there is no large language model behind me.',
  ],
  'No. I am the demo model that is built into koi. I follow rules and look up short notes; I was not trained, I cannot reason freely, and I know nothing beyond my notes.',
);

const amIHuman = told(
  'No, I am a program: koi’s demo model.',
  [
    'No person here: I am a small program, koi’s demo model.',
    'A program, through and through. Not even a neural network: I am koi’s rule-based demo.',
  ],
  'I am a program. I have no feelings or experiences; when I sound friendly, it is because somebody wrote friendly sentences into koi’s demo model.',
);

const howIWork = told(
  'Rules match your message, and I tell a short note or fill in a template. No learning, no internet.',
  [
    'Quite simply: I match your message against some rules, find the fitting note or template, and vary the wording by chance. No training, no internet, and nothing remembered beyond this conversation.',
    'I look for what you might want (a sum, a topic, a draft), take the note or template I have for it, and word it a little differently each time. That is all: I am a demo, not a language model.',
  ],
  'Here is what happens to a message:\n\n1. It is tidied up: contractions, capitals, quotes.\n2. A row of small skills looks at it, from sums to code to notes, and the first that recognises it answers.\n3. A seed varies wording and length, so that two of my answers can be compared.\n4. If no skill recognises it, I say so.\n\nThere is no learning and no network in it: I am koi’s demo model.',
);

const whatIsKept = told(
  'The conversation and your votes are stored by whoever runs this chat; I myself learn nothing from them.',
  [
    'I myself remember nothing beyond this conversation and I do not learn. koi does store the conversation and your votes for the people who run this chat, as their consent text says.',
    'As a demo I do not learn from you. The conversation and your feedback are kept by whoever runs this koi, so better leave out secrets.',
  ],
  'Two different things:\n\n- **Me, the demo model:** I learn nothing and remember nothing beyond the conversation in front of me.\n- **koi:** it stores the conversation, your votes and your choices for the people who run this chat. Their consent text says what for.\n\nPlease do not type passwords or other people’s private matters.',
);

const RULES: readonly (readonly [RegExp, Answer])[] = [
  [
    /^(?:what|who) is koi\b|\bwhat (?:does koi do|is koi for)|^(?:tell me|explain|talk) .*\babout koi$|^how does koi work|^koi$/,
    whatIsKoi,
  ],
  [
    /\bare you (?:a |an )?(?:really )?(?:chat ?gpt|gpt|openai|claude|gemini|llama|mistral|copilot|deepseek|grok|large language model|llm|neural network)\b/,
    notThatOne,
  ],
  [
    /\bare you (?:a |an )?(?:real |actual )?(?:human|person|bot|robot|machine|computer|program|alive|conscious|sentient|ai|real|demo)\b|\bdo you have feelings\b|^am i talking to\b/,
    amIHuman,
  ],
  [
    /^(?:who|what) are you\b|\bwhat(?: is|'s) your name\b|\byour name\b.*\?*$|^introduce yourself|\babout yourself\b|\bwhat (?:kind of )?(?:model|llm|ai|bot|program) are you\b|\bwhich (?:model|llm|ai)\b.*\b(?:you|this)\b|\bwho (?:made|built|created|wrote|trained) you\b/,
    whoAmI,
  ],
  [
    /\bwhat (?:else )?can (?:you|i) (?:do|help|ask)|\bhow can you help|\bwhat do you (?:know|do)\b$|^(?:help|help me|commands|menu|what now|what can i ask(?: you)?)$|\bcan you help(?: me)?$|\bwhat are you (?:able to do|good at|capable of)|\bwhat (?:topics|things) (?:do you know|can you)|\byour (?:abilities|capabilities|features)\b/,
    whatCanIDo,
  ],
  [
    /\bhow do you (?:work|think|answer|know)|\bhow (?:were|are) you (?:made|built|trained|programmed)|\b(?:system prompt|your instructions|your rules)\b/,
    howIWork,
  ],
  [
    /\b(?:do|will|can) you (?:remember|learn|store|save|keep)\b|\b(?:is|are) (?:this|my|our) (?:chat|conversation|messages?|data|votes?)s? (?:stored|saved|private|kept|recorded|safe)|\bwhat happens (?:to|with) (?:my|our|this)\b|\bwhere does my data go/,
    whatIsKept,
  ],
];

/** Questions about the demo itself and about koi. The one thing it has to be honest about above all. */
export const identity: Skill = ({ text, words }) => {
  if (words.length > 16 || /\bkoi (?:carp|pond|fish)|\b(?:facts?|interesting) about\b/.test(text))
    return undefined;
  return RULES.find(([pattern]) => pattern.test(text))?.[1];
};
