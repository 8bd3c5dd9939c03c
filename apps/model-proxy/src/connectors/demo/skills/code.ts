import { snippets, type Snippet, type SnippetLanguage } from '../knowledge/snippets.js';
import { plainly, type Answer, type Skill, type Voice } from '../skill.js';

const LANGUAGES: readonly (readonly [SnippetLanguage, RegExp])[] = [
  ['typescript', /\btypescript\b|\bts\b/],
  ['javascript', /\bjavascript\b|\bjs\b|\bnode(?:\.js|js)?\b/],
  ['python', /\bpython3?\b|\bpy\b/],
  ['sql', /\b(?:sql|postgres(?:ql)?|mysql|sqlite)\b/],
  ['bash', /\b(?:bash|shell|terminal|command line|linux)\b/],
  ['css', /\bcss\b/],
  ['html', /\bhtml\b/],
];
const OTHER_LANGUAGE =
  /\b(?:java|c\+\+|c#|rust|golang|go|ruby|php|kotlin|swift|haskell|scala|perl|lua|elixir)\b/;
const PROGRAMMING =
  /\b(?:code|snippet|function|script|program|regex|regexp|regular expression|query|sql|array|list|string|file|json|commit|css|div|loop|fizz ?buzz|fibonacci|debounce|fetch|api|server|hello,? world|duplicates?)\b/;
const REQUEST =
  /^(?:how (?:do|can|would|to|does)|write|show|give|make|create|implement|code|sort|read|reverse|find|fetch|remove|center|centre|undo|can you|could you|i (?:need|want)|an? |example|hello)/;
const NAMES: Readonly<Record<SnippetLanguage, string>> = {
  python: 'Python',
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  sql: 'SQL',
  bash: 'the shell',
  css: 'CSS',
  html: 'HTML',
};

/** Shows a snippet, in the language asked for as far as there is one. */
export const code: Skill = ({ text, words }) => {
  if (words.length > 30) return undefined;
  const language = languageIn(text);
  const programming = language !== undefined || OTHER_LANGUAGE.test(text) || PROGRAMMING.test(text);
  if (!programming || (!REQUEST.test(text) && language === undefined)) return undefined;
  const snippet = snippetFor(text);
  if (snippet) return shown(snippet, language, foreignLanguage(text));
  return /^(?:write|show|give|make|create|implement|can you (?:write|code))\b.*\b(?:code|function|script|program|snippet|class|algorithm|app|website)\b/.test(
    text,
  )
    ? noSnippet
    : undefined;
};

const snippetFor = (text: string): Snippet | undefined =>
  snippets.find(({ asked }) => asked.every((pattern) => pattern.test(text)));

function shown(snippet: Snippet, wanted: SnippetLanguage | undefined, foreign?: string): Answer {
  const kept = Object.keys(snippet.code) as SnippetLanguage[];
  const language = wanted && snippet.code[wanted] ? wanted : undefined;
  const missing = language === undefined ? (wanted ? NAMES[wanted] : foreign) : undefined;
  return {
    about: snippet.title,
    say: (voice) => tell(voice, language ?? pickLanguage(voice, kept)),
    follow: {
      why: () => noteFor(language ?? kept[0]),
      longer: () => [...kept.slice(0, 3).map(block), noteFor(language ?? kept[0])].join('\n\n'),
      more: (voice) => others(voice) ?? noteFor(language),
      again: (voice) => others(voice) ?? 'I have it in no further language.',
      example: (voice) => block(language ?? pickLanguage(voice, kept)),
    },
    change: ({ text, words }) => {
      const next = languageIn(text) ?? (OTHER_LANGUAGE.test(text) ? 'other' : undefined);
      // “And in Python?” changes the language; another task is a new request.
      if (next === undefined || words.length > 7 || snippetFor(text)) return undefined;
      return next === 'other'
        ? shown(snippet, undefined, foreignLanguage(text))
        : shown(snippet, next);
    },
  };

  function tell(voice: Voice, chosen: SnippetLanguage): string {
    const { style, random } = voice;
    const apology = missing
      ? `I have no ${missing} version of this, so here it is in ${NAMES[chosen]}.`
      : '';
    if (style === 'brief') return [apology, block(chosen)].filter(Boolean).join('\n\n');
    const opening = missing
      ? apology
      : random.pick([
          `Here is ${snippet.title} in ${NAMES[chosen]}:`,
          `For ${snippet.title} I would write:`,
          `${NAMES[chosen]}, then:`,
        ]);
    if (style === 'friendly') {
      const note = random.next() < 0.7 ? noteFor(chosen) : '';
      return [opening, block(chosen), note].filter(Boolean).join('\n\n');
    }
    const also = random.next() < 0.5 ? others(voice, chosen) : undefined;
    return [opening, block(chosen), `**Note.** ${noteFor(chosen)}`, also]
      .filter(Boolean)
      .join('\n\n');
  }

  function block(chosen: SnippetLanguage): string {
    return `\`\`\`${chosen}\n${snippet.code[chosen] ?? ''}\n\`\`\``;
  }

  function others({ told }: Voice, besides?: SnippetLanguage): string | undefined {
    const other = kept.find((each) => each !== besides && !told(snippet.code[each] ?? ''));
    return other && `The same in ${NAMES[other]}:\n\n${block(other)}`;
  }

  function noteFor(chosen: SnippetLanguage | undefined): string {
    return (chosen && snippet.notes?.[chosen]) ?? snippet.note;
  }
}

const pickLanguage = ({ random }: Voice, kept: readonly SnippetLanguage[]): SnippetLanguage =>
  random.pick(kept.slice(0, 2));

const foreignLanguage = (text: string): string | undefined => {
  const name = OTHER_LANGUAGE.exec(text)?.[0];
  return name && name.charAt(0).toUpperCase() + name.slice(1);
};

const languageIn = (text: string): SnippetLanguage | undefined =>
  LANGUAGES.find(([, pattern]) => pattern.test(text))?.[0];

const noSnippet = plainly(
  `I cannot write new code: I only keep a few snippets. I have ${snippets
    .slice(0, 3)
    .map(({ title }) => title)
    .join(', ')}, an HTTP request, a SQL join and some more. Try “sort a list in Python”.`,
  'Real programming is beyond a demo, but I keep short snippets: sorting, reading files, regular expressions, HTTP requests, SQL joins, debounce, FizzBuzz. Name one and a language.',
);
