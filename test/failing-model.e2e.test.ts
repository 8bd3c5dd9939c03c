import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  describeWithChromium,
  fakeUpstream,
  type FakeUpstream,
  type UpstreamBehaviour,
} from '@koi/testing';
import { accessibilityFaults, newcomer, PHONE, startBrowser } from './stack/browser.js';
import { Participant } from './stack/participant.js';
import { PersistentReader } from './stack/persistent-reader.js';
import { RunningKoi } from './stack/running-koi.js';

// Real: everything `koi up` starts. Fake: a models' server that misbehaves.
const TEXT = Array.from({ length: 80 }, (_, index) => `naïve🐟${index}`).join(' ');

let models: FakeUpstream;
let koi: RunningKoi;
beforeAll(async () => {
  models = await fakeUpstream();
  koi = await RunningKoi.start({
    config: `version: 1
models:
  frail:
    connector: openai-compatible
    label: Frail model
    baseUrl: ${models.baseUrl}
    model: vendor/frail-1b
    retries: { attempts: 2, maxWaitSeconds: 0.1 }
    timeouts: { firstTokenSeconds: 2, betweenTokensSeconds: 1 }
chatbots:
  frail: { title: Frail, models: [frail] }
`,
  });
}, 90_000);
afterAll(async () => {
  await koi.remove();
  await models.stop();
}, 30_000);

/** What went wrong, how often the model is asked, whether text was seen, and what the person is told. */
const MISHAPS: [string, UpstreamBehaviour, { asked: number; text: boolean; told: RegExp }][] = [
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

describe('a model that', () => {
  test.each(MISHAPS)(
    '%s: one end, what was said is kept, and words to act on',
    async (...row) => {
      const [, behaviour, { asked, text, told }] = row;
      models.script({ text: TEXT, splits: { randomSeed: 3, longest: 9 }, ...behaviour });
      const before = models.requests.length;
      const person = await Participant.enter(koi.chatUrl);
      const { turn } = await person.begin('frail', 'Hello');

      const { texts, ends } = await new PersistentReader([person], turn.id).whole;

      expect(ends).toEqual([
        expect.objectContaining({
          type: 'done',
          state: 'failed',
          detail: expect.stringMatching(told),
        }),
        expect.objectContaining({ type: 'end', state: 'failed' }),
      ]);
      const stored = await person.turn(turn.id);
      const [answer] = stored.candidates;
      expect(stored.state).toBe('failed');
      expect(answer?.state).toBe('failed');
      expect(answer?.text === '').toBe(!text);
      expect(TEXT.startsWith(answer?.text ?? '?')).toBe(true);
      expect(texts.get(answer?.id ?? '')).toBe(answer?.text);
      expect(models.requests.length - before).toBe(asked);
      expect(person.heard).not.toMatch(/vendor\/frail|127\.0\.0\.1:\d+\/v1/);
    },
    30_000,
  );
});

describeWithChromium('the page', () => {
  test('says that it reconnects when the gateway dies, and has the whole answer in the end', async () => {
    models.script({ text: TEXT, tokensPerSecond: 25 });
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
