import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CliFailed } from '../cli-failed.js';
import { download } from './download.js';

const content = randomBytes(300_000);

let folder: string;
let server: Server;
let requests: IncomingMessage[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koi-download-'));
  requests = [];
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Serves by `answer`, which is told how many requests came before. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, before: number) => void,
): Promise<string> {
  server = createServer((request, response) =>
    answer(request, response, requests.push(request) - 1),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.gguf`;
}

/** Sends what the request asks for, and drops the connection after `limit` bytes. */
function send(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { limit = Infinity, etag = '"v1"', body = content } = {},
): void {
  const from = headers['if-range'] === etag ? Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0) : 0;
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'content-length': body.length - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
  });
  const part = body.subarray(from, from + limit);
  response.write(part, () => {
    if (from + part.length < body.length) setTimeout(() => response.destroy(), 20);
    else response.end();
  });
}

const fetchIt = (url: string, more: object = {}): Promise<void> =>
  download({
    url,
    partFile: join(folder, 'part'),
    onProgress: () => undefined,
    pauseMs: 1,
    ...more,
  });
const fetched = (): Buffer => readFileSync(join(folder, 'part'));

test('a connection that breaks is taken up again where it broke', async () => {
  const url = await serve((request, response) => send(request, response, { limit: 90_000 }));
  const seen: number[] = [];

  await fetchIt(url, { onProgress: (bytes: number) => seen.push(bytes) });

  expect(fetched().equals(content)).toBe(true);
  expect(requests.length).toBeGreaterThanOrEqual(4);
  // What was on its way when the connection broke is lost, and asked for again.
  const starts = requests.map(({ headers }) => Number(/\d+/.exec(headers.range ?? '0')));
  expect(starts[0]).toBe(0);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  expect(starts.at(-1)).toBeGreaterThan(0);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(content.length);
});

test('a later call goes on with what an earlier one left', async () => {
  const url = await serve((request, response, before) => {
    if (before === 0) send(request, response, { limit: 200_000 });
    else if (before <= 5) response.destroy();
    else send(request, response);
  });

  await expect(fetchIt(url)).rejects.toThrow('it goes on where it stopped');
  await fetchIt(url);

  expect(fetched().equals(content)).toBe(true);
  expect(requests.at(-1)?.headers.range).toMatch(/^bytes=[1-9]\d+-$/);
});

test('a file that has changed meanwhile begins anew: two versions are never mixed', async () => {
  const changed = randomBytes(250_000);
  const url = await serve((request, response, before) =>
    before === 0
      ? send(request, response, { limit: 100_000 })
      : send(request, response, { etag: '"v2"', body: changed }),
  );

  await fetchIt(url);

  expect(fetched().equals(changed)).toBe(true);
});

test('a server without versions is asked for all of it again', async () => {
  const url = await serve((_request, response, before) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, before === 0 ? 1_000 : content.length), () =>
      before === 0 ? response.destroy() : response.end(),
    );
  });

  await fetchIt(url);

  expect(fetched().equals(content)).toBe(true);
  expect(requests[1]?.headers.range).toBeUndefined();
});

test('a refusal is final and names the server, a busy server is asked again', async () => {
  const url = await serve((request, response, before) => {
    if (before > 0) return send(request, response);
    response.writeHead(503).end();
  });
  await fetchIt(url);
  expect(fetched().equals(content)).toBe(true);

  server.removeAllListeners('request');
  server.on('request', (_request, response) => response.writeHead(404, 'Not Found').end());
  await expect(fetchIt(url)).rejects.toThrow(CliFailed);
  await expect(fetchIt(url)).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 Not Found\.$/);
});

test('silence ends an attempt', async () => {
  const url = await serve((request, response, before) => {
    if (before > 0) return send(request, response);
    response.writeHead(200, { 'content-length': content.length, etag: '"v1"' });
    response.write(content.subarray(0, 50_000));
  });

  await fetchIt(url, { silenceMs: 200 });

  expect(fetched().equals(content)).toBe(true);
  expect(requests[1]?.headers.range).toMatch(/^bytes=[1-9]\d+-$/);
});
