import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { conversationView, dashboardRoutes, gatewayRoutes, type AnyRoute } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { onBothBackends } from './stack/on-both-backends.js';
import { Participant } from './stack/participant.js';
import { SERVICES, type ServiceName } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';
import { answerOf, SLOWLY } from './stack/upstream.js';
import { Visitor } from './stack/visitor.js';

// Real: everything `koi up` starts. Fake: the models' server.
onBothBackends('what koi promises', (shared) => {
  test('an answer that is stopped keeps what was written of it', async () => {
    const person = await Participant.enter(shared.koi.chatUrl);
    const { conversation, turn } = await person.begin('helper', `Tell me ${SLOWLY}`);
    let seen = '';
    for await (const event of person.events(turn.id)) {
      if (event.type === 'reset') seen = event.text;
      if (event.type !== 'delta') continue;
      if (seen.length < 100 && seen.length + event.text.length >= 100) await person.stop(turn.id);
      seen += event.text;
    }

    const [answer] = (await person.conversation(conversation.id)).turns[0]?.candidates ?? [];
    expect(answer).toMatchObject({ state: 'stopped', finishReason: 'stopped', text: seen });
    expect(seen.length).toBeGreaterThanOrEqual(100);
    const whole = answerOf('pine', `Tell me ${SLOWLY}`);
    expect(seen.length).toBeLessThan(whole.length);
    expect(whole.startsWith(seen)).toBe(true);
  });

  test('a reader who comes back in the middle has every character once', async () => {
    const person = await Participant.enter(shared.koi.chatUrl);
    const { turn } = await person.begin('duel', `Twice, ${SLOWLY}`);
    const both = (length: number) => (texts: readonly string[]) =>
      texts.length === 2 && texts.every((text) => text.length >= length);
    const broken = await person.read(turn.id, { until: both(60) });

    const resumed = person.read(turn.id, { from: broken });
    const late = await person.read(turn.id, { until: both(150) });
    await person.stop(turn.id);
    const { texts } = await resumed;

    const { candidates } = await person.turn(turn.id);
    for (const { id, text } of candidates) {
      expect(texts.get(id)).toBe(text);
      expect(text.startsWith(late.texts.get(id) ?? '?')).toBe(true);
    }
    expect(candidates.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });

  test('nobody else can read, watch, stop or judge what is not theirs', async () => {
    const owner = await Participant.enter(shared.koi.chatUrl);
    const talk = await owner.begin('helper', 'Mine alone');
    const duel = await owner.begin('duel', 'Mine alone too');
    await Promise.all([owner.read(talk.turn.id), owner.read(duel.turn.id)]);
    const other = await Participant.enter(shared.koi.chatUrl);
    const outsider = new Visitor(shared.koi.chatUrl);

    const candidateId = talk.turn.candidates[0]?.id ?? '';
    for (const [method, path, body] of [
      ['GET', `/api/conversations/${talk.conversation.id}`],
      ['PATCH', `/api/conversations/${talk.conversation.id}`, { title: 'Taken' }],
      ['DELETE', `/api/conversations/${talk.conversation.id}`],
      ['POST', `/api/conversations/${talk.conversation.id}/turns`, { text: 'Hello' }],
      ['GET', `/api/turns/${talk.turn.id}`],
      ['GET', `/api/turns/${talk.turn.id}/events`],
      ['POST', `/api/turns/${talk.turn.id}/stop`],
      ['PUT', `/api/candidates/${candidateId}/vote`, { value: 'down' }],
      ['PUT', `/api/turns/${duel.turn.id}/ranking`, { outcome: 'tie' }],
    ] as const) {
      const request = {
        method,
        headers: {
          'idempotency-key': randomUUID(),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      };
      const refused = await other.fetch(path, request);
      expect([method, path, refused.status]).toEqual([method, path, 404]);
      await refused.text();
      const closed = await outsider.fetch(path, request);
      expect([method, path, closed.status]).toEqual([method, path, 401]);
      await closed.text();
    }
    expect(other.heard + outsider.heard).not.toContain('Mine alone');
    expect((await owner.conversation(talk.conversation.id)).title).toBe(talk.conversation.title);
  });

  test('the public port has no way to the dashboard, whatever one carries', async () => {
    const { koi } = shared;
    const member = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const headers = { cookie: member.cookie, authorization: `Bearer ${koi.dashboardToken}` };
    const served = (method: string, path: string): AnyRoute | undefined =>
      Object.values<AnyRoute>(gatewayRoutes).find(
        (route) =>
          route.method === method &&
          new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(path),
      );
    for (const { method, path } of Object.values<AnyRoute>(dashboardRoutes)) {
      const url = koi.chatUrl + path.replace(/:\w+/g, randomUUID());
      const answer = await fetch(url, { method, headers });
      // Some stand on both sides: there a team member is nobody, and what is open shows what anybody sees.
      const own = served(method, path);
      const there = own?.open === true && !own.path.includes(':');
      const expected = there ? 200 : own && !own.open ? 401 : 404;
      expect([method, path, answer.status]).toEqual([method, path, expected]);
      if (there) {
        expect(await answer.text()).not.toMatch(/systemPrompt|revision|draw/);
        continue;
      }
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  test('a vote while feedback-api is down is accepted, and stored when it is back', async () => {
    const { koi } = shared;
    const person = await Participant.enter(koi.chatUrl);
    const { turn } = await person.begin('helper', 'Patience?');
    await person.read(turn.id);
    process.kill(await koi.pidOf('feedback-api'), 'SIGKILL');

    const receipt = await person.vote(turn.candidates[0]?.id ?? '', 'down');

    expect(receipt).toMatchObject({ status: 'queued', revision: null });
    await waitFor(async () => (await person.turn(turn.id)).candidates[0]?.vote === 'down', {
      what: 'the vote to be stored',
      timeoutMs: 20_000,
    });
    const member = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const { items } = await member.client.call(dashboardRoutes.listFeedback, {
      query: { value: 'down' },
    });
    expect(items).toHaveLength(1);
    expect(koi.said).toContain('feedback-api ended');
  }, 60_000);

  test('the logs follow a turn from service to service, and hold nothing anybody wrote', async () => {
    const { koi } = shared;
    const person = await Participant.enter(koi.chatUrl);
    const response = await person.fetch('/api/conversations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ chatbot: 'helper', text: 'Kanonenfutter' }),
    });
    const requestId = response.headers.get('x-request-id');
    const [turn] = conversationView.parse(await response.json()).turns;
    const [turnId, candidateId] = [turn?.id ?? '', turn?.candidates[0]?.id ?? ''];
    await person.read(turnId);
    const voted = await person.fetch(`/api/candidates/${candidateId}/vote`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ value: 'up' }),
    });
    expect(voted.status).toBe(200);

    const lineOf = (service: ServiceName, id: string | null, expected: object) =>
      waitFor(
        async () => {
          const lines = await koi.logLines(service);
          expect(lines).toContainEqual(expect.objectContaining({ ...expected, requestId: id }));
          return true;
        },
        { what: `a line of ${service} with the request’s id` },
      );
    await lineOf('gateway', requestId, { route: '/api/conversations', status: 201 });
    await lineOf('gateway', requestId, { turnId });
    await lineOf('model-proxy', requestId, { turnId, candidateId });
    await lineOf('feedback-api', voted.headers.get('x-request-id'), {});

    const logs = (await Promise.all(SERVICES.map((service) => koi.log(service)))).join('');
    const secrets = JSON.parse(
      await readFile(join(koi.directory, '.koi/secrets.json'), 'utf8'),
    ) as Record<string, string>;
    const connection = await readFile(join(koi.directory, '.koi/connection.env'), 'utf8');
    const password = /:\/\/[^:]+:([^@]+)@/.exec(connection)?.[1];
    expect(password).toBeTruthy();
    for (const unsaid of [
      'Kanonenfutter',
      'Mine alone',
      'Patience?',
      'Short needles',
      'White **bark**',
      password ?? '',
      ...Object.values(secrets),
    ])
      expect(logs).not.toContain(unsaid);
  });
});
