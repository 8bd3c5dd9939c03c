import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serveModel } from '@koi/sdk/model';
import { waitFor } from '@koi/testing';
import { Participant } from './stack/participant.js';
import { RunningKoi, SERVICES } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';

// Real: the example as people run it, an endpoint of somebody's own, and everything `koi up` starts.
const KEY = 'open-sesame-0123456789';
const example = fileURLToPath(
  new URL('../examples/typescript-model/dist/main.js', import.meta.url),
);

const cleanUps: (() => unknown)[] = [];
const signals: AbortSignal[] = [];
const received: unknown[] = [];
let koi: RunningKoi;
let person: Participant;

beforeAll(async () => {
  koi = await RunningKoi.start({
    config: `version: 1
models:
  parrot:
    connector: callback
    url: ${await startExample()}
    apiKey: \${MY_KEY}
    parameters: { maxTokens: 3 }
  watched: { connector: callback, url: '${await startWatched()}', apiKey: '\${MY_KEY}', retries: { attempts: 1 } }
  endpoint:
    connector: http
    url: ${await startEndpoint()}
    headers: { authorization: 'Bearer \${MY_KEY}' }
    body: { inputs: '{{prompt}}', told: '{{system}}' }
    response: { stream: events, text: /token/text, finish: /done }
chatbots:
  parrot: { title: Parrot, models: [parrot] }
  watched: { title: Watched, models: [watched] }
  endpoint: { title: Endpoint, systemPrompt: Be wet., models: [endpoint] }
`,
    env: { MY_KEY: KEY },
  });
  cleanUps.push(() => koi.remove());
  person = await Participant.enter(koi.chatUrl);
}, 120_000);
afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
}, 60_000);

async function startExample(): Promise<string> {
  const child = spawn(process.execPath, [example], {
    env: { ...process.env, PARROT_KEY: KEY, PORT: '0' },
  });
  cleanUps.push(() => child.kill());
  let printed = '';
  child.stdout.on('data', (part) => (printed += String(part)));
  await waitFor(() => printed.endsWith('\n'), { what: 'the address of the example' });
  return printed.trim();
}

async function startWatched(): Promise<string> {
  const served = await serveModel(
    async function* (messages, { signal }) {
      signals.push(signal);
      yield 'Well';
      if (messages.at(-1)?.content === 'Break') throw new RangeError('The pond is empty.');
      for (;;) {
        await sleep(20, undefined, { signal });
        yield ' and on';
      }
    },
    { key: KEY, port: 0, onError: () => undefined },
  );
  cleanUps.push(() => served.close());
  return served.url;
}

/** An endpoint that speaks a stream of its own, and cuts its bytes within characters. */
async function startEndpoint(): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      received.push(JSON.parse(body), request.headers.authorization);
      const events = [{ token: { text: 'Naïve 🐟 ' } }, { token: { text: '漢' } }, { done: true }];
      const stream = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of Buffer.from(stream, 'utf8')) response.write(Buffer.of(byte));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/generate`;
}

async function answerTo(chatbot: string, text: string) {
  const { turn } = await person.begin(chatbot, text);
  await person.read(turn.id);
  return (await person.turn(turn.id)).candidates[0];
}

test('the example answers in the chat', async () => {
  expect(await answerTo('parrot', 'naïve 🐟 fish in the pond')).toMatchObject({
    state: 'completed',
    text: 'naïve 🐟 fish ',
  });
}, 60_000);

test('a stop in the chat reaches the function', async () => {
  const { turn } = await person.begin('watched', 'Go on');
  await person.read(turn.id, { until: ([text = '']) => text.includes('and on and on') });

  await person.stop(turn.id);

  await waitFor(async () => (await person.turn(turn.id)).state === 'stopped', {
    what: 'the answer to stop',
  });
  await waitFor(() => signals.at(-1)?.aborted === true, { what: 'the function to hear of it' });
}, 60_000);

test('what a function throws ends the answer, and the team reads it', async () => {
  const { conversation, turn } = await person.begin('watched', 'Break');
  await person.read(turn.id);

  expect((await person.turn(turn.id)).candidates[0]).toMatchObject({
    state: 'failed',
    text: 'Well',
  });
  const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
  const { turns } = await team.conversation(conversation.id);
  expect(turns[0]?.candidates[0]?.errorDetail).toMatch(
    /^server_error: the callback at 127\.0\.0\.1:\d+ reported an error: RangeError: The pond is empty\.$/,
  );
}, 60_000);

test('an endpoint is asked as koi.yaml says, and its key is nowhere else', async () => {
  expect(await answerTo('endpoint', 'Hi')).toMatchObject({
    state: 'completed',
    text: 'Naïve 🐟 漢',
  });
  expect(received).toEqual([{ inputs: 'Hi', told: 'Be wet.' }, `Bearer ${KEY}`]);
  const logs = await Promise.all(SERVICES.map((service) => koi.log(service)));
  expect(logs.join('')).not.toContain(KEY);
}, 60_000);
