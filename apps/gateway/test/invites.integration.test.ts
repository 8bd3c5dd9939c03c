import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  problem,
  type ChatbotPage,
  type ChatbotSummary,
  type ConversationView,
  type InviteView,
} from '@koi/contracts';
import { consentHash, InviteEntity, newInviteToken } from '@koi/database';
import { RunningGateway, type Guest } from './running-gateway.js';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await RunningGateway.start();
});

afterAll(() => gateway.close());

const codeOf = async (response: Response): Promise<string> =>
  problem.parse(await response.json()).code;

const view = (token: string, as?: Guest) =>
  gateway.ask('POST', '/api/invites/view', { body: { token }, ...(as ? { as } : {}) });

const redeem = (token: string, as?: Guest, agreed: string[] = []) =>
  gateway.ask('POST', '/api/invites/redeem', { body: { token, agreed }, ...(as ? { as } : {}) });

async function admitted(token: string, agreed: string[] = []): Promise<Guest> {
  const response = await redeem(token, undefined, agreed);
  const { participant } = (await response.json()) as { participant: { id: string } };
  return {
    id: participant.id,
    cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
}

const uses = async (id: string): Promise<number> =>
  (await gateway.dataSource.manager.findOneByOrFail(InviteEntity, { id })).uses;

const revoke = (id: string) =>
  gateway.dataSource.manager.update(InviteEntity, { id }, { revokedAt: new Date() });

const participants = async (): Promise<number> => {
  const [row] = await gateway.dataSource.query<{ count: number }[]>(
    `select count(*) from participant`,
  );
  return row?.count ?? -1;
};

const listed = async (as?: Guest): Promise<string[]> => {
  const response = await gateway.ask('GET', '/api/chatbots', as ? { as } : {});
  const { items } = (await response.json()) as { items: ChatbotSummary[] };
  return items.map(({ slug }) => slug);
};

describe('a link', () => {
  test('is looked at as often as one likes: no use, no participant, no cookie', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { id, token } = await gateway.invite([slug], { maxUses: 1 });
    const before = await participants();

    for (let index = 0; index < 3; index++) {
      const response = await view(token);
      const seen = (await response.json()) as InviteView;
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(seen).toMatchObject({ chatbots: [{ slug }], consents: [], redeemed: false });
      expect(JSON.stringify(seen)).not.toContain('Study');
    }

    expect(await uses(id)).toBe(0);
    expect(await participants()).toBe(before);
  });

  test('lets somebody in once, however often they redeem it', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { id, token } = await gateway.invite([slug], { maxUses: 1 });

    const guest = await admitted(token);
    const again = await redeem(token, guest);

    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ participant: { id: guest.id }, chatbots: [slug] });
    expect(await uses(id)).toBe(1);
    expect((await gateway.start(guest, slug)).status).toBe(201);
  });

  test('keeps who one is already', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { token } = await gateway.invite([slug]);
    const guest = await gateway.guest();

    expect(await (await redeem(token, guest)).json()).toMatchObject({
      participant: { id: guest.id },
    });
    expect(await listed(guest)).toContain(slug);
  });

  test('with so many uses lets in so many of those who come at once', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { id, token } = await gateway.invite([slug], { maxUses: 3 });

    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await redeem(token)).status),
    );

    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 403)).toHaveLength(7);
    expect(await uses(id)).toBe(3);
  });

  test.each<[string, Partial<InviteEntity>, string]>([
    ['expired', { expiresAt: new Date(Date.now() - 1_000) }, 'invite_expired'],
    ['used up', { maxUses: 2, uses: 2 }, 'invite_used_up'],
    ['revoked', { revokedAt: new Date() }, 'invite_revoked'],
  ])('that is %s says so, kindly, and stores nothing', async (_, change, code) => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { token } = await gateway.invite([slug], change);
    const before = await participants();

    for (const response of [await view(token), await redeem(token)]) {
      const told = await response.text();
      expect(response.status).toBe(403);
      expect(problem.parse(JSON.parse(told)).code).toBe(code);
      // Neither what it opened nor what the team calls it.
      expect(told).not.toContain(slug);
      expect(told).not.toContain('Study');
    }
    expect(await participants()).toBe(before);
  });

  test('that nobody made is not there, and a text that cannot be one is refused', async () => {
    expect(await codeOf(await view(newInviteToken()))).toBe('invite_not_found');
    expect(await codeOf(await redeem(newInviteToken()))).toBe('invite_not_found');
    expect(await codeOf(await view('short'))).toBe('invalid_input');
  });

  test('is kept as a hash alone', async () => {
    const { id, token } = await gateway.invite([await gateway.chatbot('vote')]);

    const [row] = await gateway.dataSource.query<{ text: string }[]>(
      `select i::text as text from invite i where id = $1`,
      [id],
    );
    expect(row?.text).not.toContain(token);
  });

  test('that expired still opens what it opened to whom it let in', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { id, token } = await gateway.invite([slug]);
    const guest = await admitted(token);
    await gateway.dataSource.manager.update(
      InviteEntity,
      { id },
      { expiresAt: new Date(Date.now() - 1_000) },
    );

    expect((await view(token, guest)).status).toBe(200);
    expect((await gateway.start(guest, slug)).status).toBe(201);
    expect(await codeOf(await view(token))).toBe('invite_expired');
  });
});

describe('an invite-only chatbot', () => {
  test('is seen and talked to by those alone who were let in', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { token } = await gateway.invite([slug]);
    const [guest, stranger] = [await admitted(token), await gateway.guest()];

    expect(await listed()).not.toContain(slug);
    expect(await listed(stranger)).not.toContain(slug);
    expect(await listed(guest)).toContain(slug);
    expect(await codeOf(await gateway.ask('GET', `/api/chatbots/${slug}`))).toBe(
      'chatbot_not_found',
    );
    expect(await codeOf(await gateway.start(stranger, slug))).toBe('chatbot_not_found');
    expect((await gateway.ask('GET', `/api/chatbots/${slug}`, { as: guest })).status).toBe(200);
  });

  test('closes at once when the invite is revoked, for those who came by it', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { id, token } = await gateway.invite([slug]);
    const guest = await admitted(token);
    const conversation = (await (await gateway.start(guest, slug)).json()) as ConversationView;
    const turnId = conversation.turns[0]?.id ?? '';
    const ask = (path: string) => gateway.ask('GET', path, { as: guest });

    await revoke(id);

    expect(await listed(guest)).not.toContain(slug);
    for (const response of [
      await gateway.start(guest, slug),
      await ask(`/api/chatbots/${slug}`),
      await ask(`/api/conversations/${conversation.id}`),
      await ask(`/api/turns/${turnId}`),
      await ask(`/api/turns/${turnId}/events`),
    ]) {
      expect(response.status).toBe(403);
      expect(await codeOf(response)).toBe('invite_required');
    }
    const list = (await (await ask('/api/conversations')).json()) as { items: unknown[] };
    expect(list.items).toEqual([]);
    expect(await codeOf(await view(token, guest))).toBe('invite_revoked');
    // What is theirs stays theirs to take and to delete.
    expect((await ask('/api/participants/me/data')).status).toBe(200);
  });

  test('stays open by another invite', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const [one, other] = [await gateway.invite([slug]), await gateway.invite([slug])];
    const guest = await admitted(one.token);
    await redeem(other.token, guest);

    await revoke(one.id);

    expect((await gateway.start(guest, slug)).status).toBe(201);
  });
});

describe('what an invite brings along', () => {
  test('its own consent text in place of the chatbot’s', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite', consentText: 'House rules' });
    const { token } = await gateway.invite([slug], { consentText: 'Study rules' });
    const before = await participants();

    const seen = (await (await view(token)).json()) as InviteView;
    expect(seen.consents).toEqual([
      { chatbots: [slug], text: 'Study rules', hash: consentHash('Study rules') },
    ]);
    expect(await codeOf(await redeem(token))).toBe('consent_required');
    expect(await codeOf(await redeem(token, undefined, [consentHash('House rules')]))).toBe(
      'consent_required',
    );
    expect(await participants()).toBe(before);

    const guest = await admitted(token, [consentHash('Study rules')]);
    expect((await gateway.start(guest, slug)).status).toBe(201);
  });

  test('the chatbots’ texts where it has none, each once', async () => {
    const slugs = [
      await gateway.chatbot('vote', { consentText: 'One' }),
      await gateway.chatbot('vote', { consentText: 'One' }),
      await gateway.chatbot('vote', { consentText: 'Two' }),
      await gateway.chatbot('vote'),
    ];
    const { token } = await gateway.invite(slugs);

    const { consents } = (await (await view(token)).json()) as InviteView;
    expect(consents.map(({ text }) => text).sort()).toEqual(['One', 'Two']);
    expect(await codeOf(await redeem(token, undefined, [consentHash('One')]))).toBe(
      'consent_required',
    );
    const guest = await admitted(
      token,
      consents.map(({ hash }) => hash),
    );
    for (const slug of slugs) expect((await gateway.start(guest, slug)).status).toBe(201);
  });

  test('its own feedback mode, on the page and for the turns', async () => {
    const slug = await gateway.chatbot('vote', { access: 'invite' });
    const { token } = await gateway.invite([slug], { feedbackMode: 'rank' });
    const guest = await admitted(token);

    const page = (await (
      await gateway.ask('GET', `/api/chatbots/${slug}`, { as: guest })
    ).json()) as ChatbotPage;
    const conversation = (await (await gateway.start(guest, slug)).json()) as ConversationView;

    expect(page.feedbackMode).toBe('rank');
    expect(conversation.feedbackMode).toBe('rank');
    expect(conversation.turns[0]?.candidates).toHaveLength(2);
  });
});
