import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  describeWithChromium,
  describeWithRedis,
  fakeUpstream,
  startRedis,
  type FakeUpstream,
  type TestRedis,
  type UpstreamBehaviour,
} from '@koi/testing';
import { accessibilityFaults, newcomer, PHONE, startBrowser } from './stack/browser.js';
import { Participant } from './stack/participant.js';
import { PersistentReader } from './stack/persistent-reader.js';
import { RunningKoi } from './stack/running-koi.js';

// Real: everything `koi up` starts. Fake: a models' server that misbehaves.
const TEXT = Array.from({ length: 80 }, (_, index) => `naïve🐟${index}`).join(' ');

/** What went wrong, how often the model is asked, whether text was seen, and what the person is told. */
type Mishap = [string, UpstreamBehaviour, { asked: number; text: boolean; told: RegExp }];
const MISHAPS: Mishap[] = [
  ['refuses the key', { refuse: { status: 401 } }, { asked: 1, text: false, told: /not set up/ }],
  ['is not there', { refuse: { status: 404 } }, { asked: 1, text: false, told: /not set up/ }],
  ['is busy', { refuse: { status: 429 } }, { asked: 2, text: false, told: /very busy/ }],
  ['has a problem', { refuse: { status: 500 } }, { asked: 2, text: false, told: /had a problem/ }],
  [
    'never begins',
    { stallAfterTokens: 0 },
    { asked: 1, text: false, told: /stopped answering.*again/ },
  ],
  [
    'stalls',
    { stallAfterTokens: 20, tokensPerSecond: 200 },
    { asked: 1, text: true, told: /stopped answering.*again/ },
  ],
  [
    'drops the connection',
    { dropAfterTokens: 20, tokensPerSecond: 200 },
    { asked: 1, text: true, told: /could not be reached/ },
  ],
  [
    'sends a broken event',
    { malformedAfterTokens: 20, tokensPerSecond: 200 },
    { asked: 1, text: true, told: /could not be read/ },
  ],
  [
    'reports an error after the 50th token',
    { errorAfterTokens: 50, tokensPerSecond: 200 },
    { asked: 1, text: true, told: /had a problem/ },
  ],
];

let models: FakeUpstream;
beforeAll(async () => {
  models = await fakeUpstream({
    script: ({ messages }) => {
      const mishap = MISHAPS.find(([name]) => name === messages.at(-1)?.content);
      if (!mishap) return { text: TEXT, tokensPerSecond: 25 };
      return { text: TEXT, splits: { randomSeed: 3, longest: 9 }, ...mishap[1] };
    },
  });
});
afterAll(() => models.stop());

const config = (): string => `version: 1
models:
  frail:
    connector: openai-compatible
    label: Frail model
    baseUrl: ${models.baseUrl}
    model: vendor/frail-1b
    retries: { attempts: 2, maxWaitSeconds: 0.1 }
    timeouts: { firstTokenSeconds: 5, betweenTokensSeconds: 3 }
chatbots:
  frail: { title: Frail, models: [frail] }
`;

const thePage = (running: () => RunningKoi): void =>
  describeWithChromium('the page', () => {
    test('says that it reconnects when the gateway dies, and has the whole answer in the end', async () => {
      const koi = running();
      const browser = await startBrowser();
      try {
        const { page } = await newcomer(browser, { ...PHONE, colorScheme: 'dark' });
        await page.goto(`${koi.chatUrl}/c/frail`);
        await page.getByRole('textbox', { name: /message/i }).fill('Hello');
        await page.keyboard.press('Enter');
        const answer = page.getByRole('article', { name: 'Answer' });
        await answer.getByText('naïve🐟5 ').waitFor();

        process.kill(await koi.pidOf('gateway'), 'SIGKILL');

        await page.getByText('Reconnecting…').waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
        await answer.getByText('naïve🐟79').waitFor({ timeout: 30_000 });
        expect(await answer.innerText()).toContain(TEXT);
        expect(await page.getByText('Reconnecting…').count()).toBe(0);
      } finally {
        await browser.close();
      }
    }, 60_000);
  });

async function meets(koi: RunningKoi, [name, , expected]: Mishap): Promise<void> {
  const asked = (): number =>
    models.requests.filter(({ body }) => body.messages.at(-1)?.content === name).length;
  const before = asked();
  const person = await Participant.enter(koi.chatUrl);
  const { turn } = await person.begin('frail', name);

  const { texts, ends } = await new PersistentReader([person], turn.id).whole;

  expect([name, ends]).toEqual([
    name,
    [
      expect.objectContaining({
        type: 'done',
        state: 'failed',
        detail: expect.stringMatching(expected.told),
      }),
      expect.objectContaining({ type: 'end', state: 'failed' }),
    ],
  ]);
  const stored = await person.turn(turn.id);
  const [answer] = stored.candidates;
  expect([name, stored.state, answer?.state]).toEqual([name, 'failed', 'failed']);
  expect([name, answer?.text !== '']).toEqual([name, expected.text]);
  expect(TEXT.startsWith(answer?.text ?? '?')).toBe(true);
  expect(texts.get(answer?.id ?? '')).toBe(answer?.text);
  expect([name, asked() - before]).toEqual([name, expected.asked]);
  expect(person.heard).not.toMatch(/vendor\/frail|127\.0\.0\.1:\d+\/v1/);
}

for (const withRedis of [false, true]) {
  const name = `a model that fails, queues in ${withRedis ? 'Redis' : 'Postgres'}`;
  (withRedis ? describeWithRedis : describe)(name, () => {
    let redis: TestRedis | undefined;
    let koi: RunningKoi;
    beforeAll(async () => {
      redis = withRedis ? await startRedis() : undefined;
      koi = await RunningKoi.start({ config: config(), redisUrl: redis?.url });
    }, 90_000);
    afterAll(async () => {
      await koi?.remove();
      await redis?.stop();
    }, 30_000);

    test('has one end, whatever it did: what was said is kept, and words to act on', async () => {
      await Promise.all(MISHAPS.map((mishap) => meets(koi, mishap)));
    }, 60_000);

    if (!withRedis) thePage(() => koi);
  });
}
