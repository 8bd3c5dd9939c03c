import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { loadKoiYaml } from '@koi/config';
import type { ChatMessage, GenerationParameters } from '@koi/contracts';
import { collect, connectorContract, textOf } from '../connector.contract.js';
import { DemoConnector } from './demo.connector.js';
import type { DemoStyle } from './skill.js';

const noon = (): Date => new Date('2026-03-09T12:34:00Z');

connectorContract('demo', async () => ({
  quick: new DemoConnector({ style: 'friendly', tokensPerSecond: 0 }, noon),
  slow: new DemoConnector({ style: 'friendly', tokensPerSecond: 0.1 }, noon),
  close: async () => undefined,
}));

interface Asked {
  style?: DemoStyle;
  seed?: number;
  parameters?: GenerationParameters;
}

/** Holds a conversation and returns the demo's answers. */
async function converse(questions: readonly string[], asked: Asked = {}): Promise<string[]> {
  const { style = 'friendly', seed = 1, parameters = {} } = asked;
  const demo = new DemoConnector({ style, tokensPerSecond: 0 }, noon);
  const messages: ChatMessage[] = [];
  const answers: string[] = [];
  for (const content of questions) {
    messages.push({ role: 'user', content });
    const { signal } = new AbortController();
    const answer = textOf(await collect(demo.stream({ messages, parameters, seed, signal })));
    messages.push({ role: 'assistant', content: answer });
    answers.push(answer);
  }
  return answers;
}

const last = async (questions: readonly string[], asked?: Asked): Promise<string> =>
  (await converse(questions, asked)).at(-1) ?? '';

describe('honesty', () => {
  test.each(['Hi!', 'why is the sky blue?', 'what is 2 + 2', 'zxcv qwerty', 'Who are you?'])(
    'the first answer says that a demo is speaking: %s',
    async (question) => {
      for (const style of ['brief', 'friendly', 'detailed'] as const) {
        for (let seed = 0; seed < 12; seed += 1) {
          expect(await last([question], { style, seed })).toMatch(/demo/i);
        }
      }
    },
  );

  test('later answers do not repeat it', async () => {
    expect(await last(['Hi!', 'what is 2 + 2'], { style: 'brief' })).toBe('4');
  });

  test('it never takes itself for a large language model', async () => {
    expect(await last(['hello', 'Are you ChatGPT?'])).toMatch(/demo/);
    expect(await last(['hello', 'are you a human?'])).toMatch(/program/);
  });

  test.each([
    ['who won the world cup yesterday?', /cannot know|offline/i],
    ['What is the weather like today?', /internet|live data/i],
    ['how do I repair a steam locomotive?', /locomotive/i],
    ['Wie geht es dir und was kannst du?', /German/],
    ['translate hello to french', /English/],
  ])('it admits what it does not know: %s', async (question, admission) => {
    expect(await last(['hello', question])).toMatch(admission);
  });

  test('somebody in distress is sent to people', async () => {
    expect(await last(['I want to kill myself'])).toMatch(/emergency number|crisis line/);
  });
});

describe('conversation', () => {
  test('follow-ups refer to the last topic, across small talk', async () => {
    const answers = await converse(['what is DNS?', 'thanks!', 'why?', 'give me an example']);

    expect(answers[2]).toMatch(/machines need numbers/);
    expect(answers[3]).toMatch(/dig example\.org/);
  });

  test('“more” tells what has not been told, and ends', async () => {
    const answers = await converse(['tell me about tides', 'more', 'more', 'more', 'more', 'more']);

    expect(new Set(answers.slice(0, 3)).size).toBe(3);
    expect(answers.at(-1)).toMatch(/all my note/);
  });

  test('“shorter” is shorter', async () => {
    const [long = '', short = ''] = await converse(['explain photosynthesis', 'shorter'], {
      style: 'detailed',
    });

    expect(short.length).toBeLessThan(long.length / 2);
  });

  test('a typing mistake does not matter', async () => {
    expect(await last(['hi', 'can you explain photosythesis'])).toMatch(/sunlight/);
  });

  test('a snippet is shown in the language asked for, and again in another', async () => {
    const answers = await converse(['sort a list in python', 'and in typescript?']);

    expect(answers[0]).toContain('```python');
    expect(answers[1]).toContain('```typescript');
  });

  test('a comparison is a table', async () => {
    expect(await last(['hi', 'compare tea and coffee'], { style: 'detailed' })).toContain(
      '| Tea |',
    );
  });

  test('an email takes up the person’s words and can be made formal', async () => {
    const answers = await converse([
      'Write a short email to my boss about taking Friday off',
      'make it formal',
    ]);

    expect(answers[0]).toMatch(/Boss[\s\S]*taking Friday off/);
    expect(answers[1]).toContain('Dear Boss');
  });

  test('names are remembered within the conversation', async () => {
    expect(await last(['my name is Ana', 'what is dna', 'what is my name?'])).toContain('Ana');
  });

  test('“yes” takes up the offer of the closest note', async () => {
    const answers = await converse([
      'hi',
      'my garden pond has golden carp from japan, legend or waterfall?',
      'yes',
    ]);

    expect(answers[1]).toMatch(/koi fish/);
    expect(answers[2]).toMatch(/ornamental carp/);
  });

  test.each(['', '???', '🙂', 'a'.repeat(20_000), '```', '\u0000', '<script>alert(1)</script>'])(
    'odd input gets an answer: %j',
    async (question) => {
      expect((await last(['hi', question])).length).toBeGreaterThan(10);
    },
  );
});

describe('the starters of koi.yaml', () => {
  const file = fileURLToPath(new URL('../../../../../koi.yaml', import.meta.url));
  const starters = Object.values(loadKoiYaml(file, {}).chatbots).flatMap((bot) => bot.starters);

  test.each(starters)('are answered in every style: %s', async (starter) => {
    for (const style of ['brief', 'friendly', 'detailed'] as const) {
      const answer = await last(['hi', starter], { style });
      expect(answer).not.toMatch(/no note|beyond|make something up|do not reach|make sense of/);
      expect(answer.length).toBeGreaterThan(20);
    }
  });

  test.each([
    [
      'Write a short, friendly email asking to move a meeting to Thursday.',
      /could move a meeting to Thursday/,
    ],
    ['Compare tea and coffee in a small table.', /\| Tea \| Coffee \|/],
    ['Thanks! And what is 17 × 23?', /391/],
    ['What is 17 × 23, and how would I work it out in my head?', /391[\s\S]*17 × 20 = 340/],
    ['Give me a packing list for a weekend in the mountains.', /hiking boots/],
    ['Plan a calm Sunday for me.', /calm Sunday[\s\S]*Evening/],
    ['Tell me something interesting about koi.', /Japan|recognise|years/],
  ])('%s', async (starter, expected) => {
    expect(await last(['hi', starter], { style: 'detailed' })).toMatch(expected);
  });
});

describe('exact answers', () => {
  test.each([
    ['what is 12 * (3 + 4)?', '84'],
    ['what is twelve times nine', '108'],
    ['15% of 80', '12'],
    ['square root of 144', '12'],
    ['1,000 + 1', '1,001'],
    ['10 / 4', '2.5'],
    ['2^10', '1,024'],
    [
      '98 * 7 and how',
      '686. In your head: split 98 into 100 − 2. 7 × 100 = 700, and 7 × 2 = 14; 700 − 14 = 686.',
    ],
    ['how many feet in a mile?', '5,280 feet'],
    ['10 km in miles', '6.21371 miles'],
    ['72 f to c', '22.2 °C'],
    ['What time is it?', '12:34 UTC'],
    ["what's the date today", 'Monday, 9 March 2026'],
    ['how many days until christmas?', '291 days'],
    ['What is the capital of Peru?', 'Lima.'],
  ])('%s → %s', async (question, answer) => {
    expect(await last(['hi', question], { style: 'brief' })).toBe(answer);
  });

  test('dividing by zero is explained', async () => {
    expect(await last(['hi', 'what is 1/0'])).toMatch(/no result/);
  });
});

describe('variety', () => {
  const questions = [
    'why is the sky blue?',
    'hello',
    'what can you do?',
    'tea vs coffee',
    'tell me about git',
  ];

  test.each(questions)('the same seed says the same: %s', async (question) => {
    expect(await last([question], { seed: 5 })).toBe(await last([question], { seed: 5 }));
  });

  test.each(questions)('two seeds nearly always differ: %s', async (question) => {
    const answers = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) answers.add(await last([question], { seed }));

    expect(answers.size).toBeGreaterThan(5);
  });

  test('styles differ in length', async () => {
    const lengthOf = async (style: DemoStyle): Promise<number> =>
      (await last(['hi', 'tell me about black holes'], { style })).length;

    expect(await lengthOf('brief')).toBeLessThan(await lengthOf('friendly'));
    expect(await lengthOf('friendly')).toBeLessThan(await lengthOf('detailed'));
  });
});

describe('parameters', () => {
  test('the token limit ends the answer with reason length', async () => {
    const demo = new DemoConnector({ style: 'detailed', tokensPerSecond: 0 }, noon);

    const events = await collect(
      demo.stream({
        messages: [{ role: 'user', content: 'tell me about git' }],
        parameters: { maxTokens: 10 },
        signal: new AbortController().signal,
      }),
    );

    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'length' });
    expect(textOf(events).length).toBeLessThan(80);
  });

  test('a stop sequence ends the answer before it', async () => {
    expect(await last(['what is dns'], { parameters: { stop: ['phone book'] } })).not.toContain(
      'phone book',
    );
  });

  test('it writes at about the pace asked for', async () => {
    const demo = new DemoConnector({ style: 'brief', tokensPerSecond: 60 }, noon);
    const startedAt = performance.now();

    const events = await collect(
      demo.stream({
        messages: [{ role: 'user', content: 'what is dns' }],
        parameters: {},
        seed: 3,
        signal: new AbortController().signal,
      }),
    );

    const usage = events.find((event) => event.type === 'usage');
    const expectedMs = (1_000 * (usage?.completionTokens ?? 0)) / 60;
    expect(performance.now() - startedAt).toBeGreaterThan(expectedMs * 0.75);
    expect(performance.now() - startedAt).toBeLessThan(expectedMs * 1.5 + 300);
  });
});
