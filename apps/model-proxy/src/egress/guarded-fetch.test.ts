import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '@koi/testing';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { AddressPolicy } from './address-policy.js';
import type { Fetch, HttpAnswer } from './fetch.js';
import { guardedFetch, type GuardedFetch, type Resolve } from './guarded-fetch.js';

let server: Server;
let port: number;
let asked: string[] = [];
let guarded: GuardedFetch | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/away') response.writeHead(302, { location: '/here' }).end();
    else if (request.url === '/encoding') response.end(request.headers['accept-encoding']);
    else response.end('pond');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  await guarded?.close();
  asked = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const knowing =
  (addresses: Record<string, string[]>): Resolve =>
  (host, callback) =>
    callback(
      null,
      (addresses[host] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    );

function fetching(allow: string[], resolve?: Resolve) {
  guarded = guardedFetch(new AddressPolicy(allow), resolve);
  return guarded.fetch;
}

async function refusalOf(fetch: Fetch, url: string): Promise<string> {
  const error = await fetch(url).then(
    () => new Error('it was let through'),
    (thrown: Error) => thrown,
  );
  if (!(error instanceof UpstreamFailure)) throw error;
  expect(error.kind).toBe('misconfigured');
  expect(error.retryable).toBe(false);
  return error.message;
}

async function textOf({ body }: HttpAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body ?? []) text += decoder.decode(bytes, { stream: true });
  return text;
}

test('an address in the URL is refused, and says what would allow it', async () => {
  const fetch = fetching([]);
  expect(await refusalOf(fetch, `http://127.0.0.1:${port}/`)).toBe(
    'koi does not connect to 127.0.0.1: 127.0.0.1 is this machine. If that is meant, name it in KOI_EGRESS_ALLOW.',
  );
  await refusalOf(fetch, `http://2130706433:${port}/`);
  await refusalOf(fetch, `http://[::1]:${port}/`);
  await refusalOf(fetch, `http://localhost:${port}/`);
  expect(asked).toEqual([]);
});

test('a name that leads to a private address is refused', async () => {
  const fetch = fetching([], knowing({ 'a.test': ['127.0.0.1', '::1'] }));
  expect(await refusalOf(fetch, `http://a.test:${port}/`)).toContain('127.0.0.1 is this machine');
  expect(asked).toEqual([]);
});

test('a name that changes its address after it was checked gains nothing', async () => {
  let answers = 0;
  const rebinding: Resolve = (_, callback) =>
    callback(null, [{ address: answers++ === 0 ? '192.0.2.1' : '127.0.0.1', family: 4 }]);
  const policy = new AddressPolicy(['192.0.2.0/24']);
  guarded = guardedFetch(policy, rebinding);
  // The first answer leads nowhere and is given up; the second is judged for itself.
  await expect(
    guarded.fetch(`http://a.test:${port}/`, { signal: AbortSignal.timeout(100) }),
  ).rejects.toThrow();
  await refusalOf(guarded.fetch, `http://a.test:${port}/`);
  expect(asked).toEqual([]);
});

test('of several addresses only the allowed ones are used', async () => {
  const fetch = fetching(['127.0.0.0/8'], knowing({ 'a.test': ['10.0.0.1', '127.0.0.1'] }));
  expect(await textOf(await fetch(`http://a.test:${port}/`))).toBe('pond');
});

test('what is allowed is reached, by address and by name', async () => {
  const byAddress = fetching(['127.0.0.0/8']);
  expect(await textOf(await byAddress(`http://127.0.0.1:${port}/`))).toBe('pond');
  await guarded?.close();

  const byName = fetching(['a.test'], knowing({ 'a.test': ['127.0.0.1'] }));
  expect(await textOf(await byName(`http://a.test:${port}/`))).toBe('pond');
});

test('a redirect is given back, not followed', async () => {
  const fetch = fetching(['127.0.0.0/8']);
  const response = await fetch(`http://127.0.0.1:${port}/away`);
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe('/here');
  expect(response.headers.get('x-pond')).toBeNull();
  expect(asked).toEqual(['/away']);
});

test('an answer is asked for unpacked, so that no token is held back', async () => {
  const fetch = fetching(['127.0.0.0/8']);
  expect(await textOf(await fetch(`http://127.0.0.1:${port}/encoding`))).toBe('identity');
});

test('other failures stay what they are', async () => {
  const fetch = fetching(['127.0.0.0/8'], knowing({}));
  const closed = await freePort();
  await expect(fetch(`http://127.0.0.1:${closed}/`)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});
