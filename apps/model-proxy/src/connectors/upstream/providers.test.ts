import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import fc from 'fast-check';
import {
  inPieces,
  rawUpstream,
  refusing,
  type Answering,
  type RawUpstream,
} from '../../../test/raw-upstream.js';
import { collect, connectorContract, textOf } from '../connector.contract.js';
import type { Connector, ConnectorRequest } from '../connector.js';
import { createConnector } from '../registry.js';
import { UpstreamFailure } from '../upstream-failure.js';
import { providerWires, type ProviderWire } from './provider-wires.js';

const KEY = 'a-very-secret-key-0123456789';
const words = ['Fish ', '🐟', ' live', ' in', ' wáter', '… ', '👩‍👩‍👧'];

const connect = (wire: ProviderWire, url: string): Connector =>
  createConnector(wire.settings(url), { readSecret: () => KEY, fetch, localModel });

const localModel = (): never => {
  throw new Error('There is none here.');
};

let running: RawUpstream | undefined;
afterEach(() => running?.close());

async function ask(wire: ProviderWire, answer: Answering, request: Partial<ConnectorRequest> = {}) {
  await running?.close();
  running = await rawUpstream(answer);
  return collect(
    connect(wire, running.url).stream({
      messages: [{ role: 'user', content: 'Hi' }],
      parameters: {},
      signal: new AbortController().signal,
      ...request,
    }),
  );
}

/** The failure of a request, checked for what must never be in one. */
async function failureOf(wire: ProviderWire, answer: Answering): Promise<UpstreamFailure> {
  const error: unknown = await ask(wire, answer).then(
    () => new Error('it answered'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UpstreamFailure)) throw error;
  expect(error.message).not.toContain(KEY);
  expect(error.detail).not.toContain('127.0.0.1');
  return error;
}

describe.each(providerWires)('$name', (wire) => {
  connectorContract(wire.name, async () => {
    const quick = await rawUpstream(inPieces(wire.contentType, wire.answer(words), 7));
    const slow = await rawUpstream(async (response) => {
      response.writeHead(200, { 'content-type': wire.contentType });
      response.write(wire.beginning('Well'));
      await sleep(5_000, undefined, { ref: false });
      response.end();
    });
    return {
      quick: connect(wire, quick.url),
      slow: connect(wire, slow.url),
      close: async () => {
        await Promise.all([quick.close(), slow.close()]);
      },
    };
  });

  test('the text is what was sent, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...words)), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 40 }),
        async (pieces, size) => {
          const events = await ask(wire, inPieces(wire.contentType, wire.answer(pieces), size));
          expect(textOf(events)).toBe(pieces.join('').replaceAll('\0', ''));
          expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
        },
      ),
      { numRuns: 25 },
    );
  });

  test('asks at the provider’s address, with the key in its header', async () => {
    const events = await ask(wire, inPieces(wire.contentType, wire.answer(words), 1_000));

    const [request] = running?.requests ?? [];
    expect(request?.path).toBe(wire.path);
    expect(request?.headers[wire.keyHeader]).toContain(KEY);
    expect(events).toContainEqual({ type: 'usage', promptTokens: 9, completionTokens: 4 });
  });

  test.each(Object.entries(wire.endings))('an end by %s is named so', async (reason, ending) => {
    const events = await ask(wire, inPieces(wire.contentType, wire.answer(['Well'], ending), 9));
    expect(events.at(-1)).toEqual({ type: 'finish', reason });
  });

  test.each([
    [401, 'refused_key'],
    [404, 'not_found'],
    [400, 'rejected'],
    [500, 'server_error'],
    [529, 'server_error'],
  ])('%i is %s, in the provider’s words', async (status, kind) => {
    const failure = await failureOf(wire, refusing(status, wire.refusal(`no: ${KEY}`, status)));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(`answered ${status}: no: [key]`);
  });

  test('a rate limit says how long to wait', async () => {
    const failure = await failureOf(
      wire,
      refusing(429, wire.refusal('slow down', 429), { 'retry-after': '7' }),
    );
    expect(failure).toMatchObject({ kind: 'rate_limited', retryable: true, retryAfterMs: 7_000 });
  });

  test('an error in the middle is one, with what was said before it', async () => {
    const stream = wire.beginning('Well') + wire.errorInStream('too many fish');
    const failure = await failureOf(wire, inPieces(wire.contentType, stream, 11));
    expect(failure.kind).toBe('server_error');
    expect(failure.message).toContain('too many fish');
  });

  test('what came with an error is given on before it', async () => {
    const stream = wire.beginning('Well') + wire.errorInStream('too many fish');
    await running?.close();
    running = await rawUpstream(inPieces(wire.contentType, stream, stream.length));
    const events = connect(wire, running.url).stream({
      messages: [{ role: 'user', content: 'Hi' }],
      parameters: {},
      signal: new AbortController().signal,
    });
    const read = events[Symbol.asyncIterator]();
    expect(await read.next()).toEqual({ done: false, value: { type: 'text', text: 'Well' } });
    await expect(read.next()).rejects.toThrow('too many fish');
  });

  test.each([
    ['ends in the middle', wire.beginning('Well'), 'in the middle'],
    ['sends nothing', '', 'in the middle'],
    ['sends broken JSON', wire.frame('{"broken"'), 'cannot be read'],
    ['sends other JSON', wire.frame(wire.otherJson ?? '[1]'), 'cannot be read'],
  ])('a stream that %s is no answer', async (_, stream, said) => {
    const failure = await failureOf(wire, inPieces(wire.contentType, stream, 5));
    expect(failure.kind).toBe('bad_response');
    expect(failure.message).toContain(said);
  });

  test('a web page is no answer', async () => {
    const failure = await failureOf(wire, inPieces('text/html', '<html>', 10));
    expect(failure.message).toContain(wire.toCheck ?? 'baseUrl');
  });

  test('a connection that breaks is unreachable, and so is nobody', async () => {
    const broken = await failureOf(wire, (response) => {
      response.writeHead(200, { 'content-type': wire.contentType });
      response.write(wire.beginning('Well'), () => response.destroy());
    });
    expect(broken.kind).toBe('unreachable');

    const nobody = await failureOf(wire, (response) => response.socket?.destroy());
    expect(nobody).toMatchObject({ kind: 'unreachable', retryable: true });
  });

  test('a redirect is not followed', async () => {
    const failure = await failureOf(wire, (response) =>
      response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
    );
    expect(failure.kind).toBe('bad_response');
  });

  const { list } = wire;
  if (list) {
    test('lists the models the provider has, with the key in its header', async () => {
      running = await rawUpstream((response) => response.end(JSON.stringify(list.body)));

      const names = await connect(wire, running.url).listModels?.(AbortSignal.timeout(5_000));

      expect(names).toEqual(list.names);
      const [request] = running.requests;
      expect(request?.path).toBe(list.path);
      expect(request?.headers[wire.keyHeader]).toContain(KEY);
    });

    test('a list that is refused fails in the provider’s own words, word for word but for the key', async () => {
      running = await rawUpstream(refusing(401, wire.refusal(`bad key "${KEY}"`, 401)));

      const listing = connect(wire, running.url).listModels?.(AbortSignal.timeout(5_000));

      await expect(listing).rejects.toMatchObject({
        kind: 'refused_key',
        answer: { status: 401, body: JSON.stringify(wire.refusal('bad key "[key]"', 401)) },
      });
    });
  }

  test('a stop closes the connection', async () => {
    const stop = new AbortController();
    const asking = ask(
      wire,
      (response) => {
        response.writeHead(200, { 'content-type': wire.contentType });
        response.write(wire.beginning('Well'));
      },
      { signal: stop.signal },
    );
    await waitFor(() => running?.open() === 1, { what: 'the request' });

    stop.abort(new Error('enough'));

    await expect(asking).rejects.toThrow('enough');
    await waitFor(() => running?.open() === 0, { what: 'the connection to close' });
  });
});
