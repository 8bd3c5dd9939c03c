import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { problem, type ChatbotPage, type ConversationView } from '@koi/contracts';
import { consentHash, newId } from '@koi/database';
import { RunningGateway, type Guest } from './running-gateway.js';

const TEXT = 'We keep what you write, and train with it.';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await RunningGateway.start();
});

afterAll(() => gateway.close());

const codeOf = async (response: Response): Promise<string> =>
  problem.parse(await response.json()).code;

const enter = (body: object, as?: Guest) =>
  gateway.ask('POST', '/api/participants', { body, ...(as ? { as } : {}) });

const page = async (slug: string, as?: Guest): Promise<ChatbotPage> =>
  (await (
    await gateway.ask('GET', `/api/chatbots/${slug}`, as ? { as } : {})
  ).json()) as ChatbotPage;

const say = (conversationId: string, as: Guest) =>
  gateway.ask('POST', `/api/conversations/${conversationId}/turns`, {
    as,
    body: { text: 'And then?' },
    headers: { 'idempotency-key': newId() },
  });

/** How many rows each table of a participant has. */
async function stored(): Promise<Record<string, number>> {
  const [row] = await gateway.dataSource.query<Record<string, number>[]>(
    `select (select count(*) from participant) as participant, (select count(*) from conversation) as conversation,
            (select count(*) from turn) as turn, (select count(*) from consent) as consent,
            (select count(*) from consent_text) as text`,
  );
  return row ?? {};
}

const setText = (slug: string, text: string | null) =>
  gateway.dataSource.query(`update chatbot set consent_text = $2 where slug = $1`, [slug, text]);

test('without the agreement nothing at all is stored, and no cookie is set', async () => {
  const slug = await gateway.chatbot('vote', { consentText: TEXT });
  const before = await stored();

  for (const agreed of [undefined, consentHash('another text')]) {
    const response = await enter({ chatbot: slug, ...(agreed ? { agreed } : {}) });
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await codeOf(response)).toBe('consent_required');
  }

  expect(await stored()).toEqual(before);
});

test('the agreement is kept with its chatbot, wording and time, once', async () => {
  const slug = await gateway.chatbot('vote', { consentText: TEXT });
  const { consent } = await page(slug);
  expect(consent).toEqual({ text: TEXT, hash: consentHash(TEXT), agreed: false });

  const guest = await gateway.guest({ chatbot: slug, agreed: consent?.hash });
  await enter({ chatbot: slug, agreed: consent?.hash }, guest);

  const rows = await gateway.dataSource.query<{ slug: string; text: string; seconds: number }[]>(
    `select b.slug, x.text, extract(epoch from now() - c.consented_at)::float as seconds
     from consent c join consent_text x on x.hash = c.text_hash join chatbot b on b.id = c.chatbot_id
     where c.participant_id = $1`,
    [guest.id],
  );
  expect(rows).toMatchObject([{ slug, text: TEXT }]);
  expect(rows[0]?.seconds).toBeLessThan(60);
  expect((await page(slug, guest)).consent?.agreed).toBe(true);
});

test('agreeing at one chatbot is not agreeing at another with the same text', async () => {
  const [one, other] = [
    await gateway.chatbot('vote', { consentText: TEXT }),
    await gateway.chatbot('vote', { consentText: TEXT }),
  ];
  const guest = await gateway.guest({ chatbot: one, agreed: consentHash(TEXT) });

  expect((await gateway.start(guest, one)).status).toBe(201);
  expect(await codeOf(await gateway.start(guest, other))).toBe('consent_required');
});

test('a changed text is asked for again, also in the middle of a conversation', async () => {
  const slug = await gateway.chatbot('vote', { consentText: TEXT });
  const guest = await gateway.guest({ chatbot: slug, agreed: consentHash(TEXT) });
  const started = (await (await gateway.start(guest, slug)).json()) as ConversationView;
  await gateway.endTurn(started.turns[0]?.id ?? '');

  const changed = `${TEXT} And we share it.`;
  await setText(slug, changed);

  expect((await page(slug, guest)).consent?.agreed).toBe(false);
  expect(await codeOf(await say(started.id, guest))).toBe('consent_required');
  expect(await codeOf(await enter({ chatbot: slug, agreed: consentHash(TEXT) }, guest))).not.toBe(
    'internal',
  );
  await enter({ chatbot: slug, agreed: consentHash(changed) }, guest);
  expect((await say(started.id, guest)).status).toBe(201);

  // The old wording again: what was agreed to then still counts.
  await setText(slug, TEXT);
  expect((await page(slug, guest)).consent?.agreed).toBe(true);
});

test('a chatbot without a text asks for nothing', async () => {
  const slug = await gateway.chatbot('vote');

  const guest = await gateway.guest({ chatbot: slug });

  expect((await page(slug, guest)).consent).toBeNull();
  expect((await gateway.start(guest, slug)).status).toBe(201);
});
