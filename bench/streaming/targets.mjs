/*
 * What is measured: each target starts a server in front of the same bench model and says how to ask it for an answer.
 * `ask(tokens, perSecond)` resolves with `{ sentAtMs, firstAtMs, latenessMs }`.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { weighable } from './memory.mjs';
import { nowMs, readJson, readTokens, send } from './read-stream.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** LiteLLM refuses to start without one; it is checked in memory. */
const LITELLM_KEY = `sk-${randomUUID()}`;
const json = { 'content-type': 'application/json' };

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts a program and waits until what it prints matches `ready`; `stop` ends it. */
export async function startProgram(command, args, { ready, env = {}, cwd = root, url }) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => (printed = (printed + part).slice(-20_000)));
  const deadline = Date.now() + 90_000;
  for (;;) {
    const ended = child.exitCode !== null;
    if (ready ? ready.test(printed) : await answers(url)) break;
    if (ended) throw new Error(`${command} ended: ${printed.slice(-800)}`);
    if (Date.now() > deadline) throw new Error(`${command} is not ready: ${printed.slice(-800)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    pid: child.pid,
    printed: () => printed,
    stop: async () => {
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

const answers = (url) =>
  fetch(url).then(
    (response) => response.status < 500,
    () => false,
  );

/** Asks a server that speaks OpenAI's chat completions. */
function openAi(baseUrl, { model = 'bench', headers = {} } = {}) {
  return async (tokens, perSecond) => {
    const sentAtMs = nowMs();
    const response = await send(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: {
        model,
        stream: true,
        messages: [{ role: 'user', content: `${randomUUID()} ${tokens} at ${perSecond}` }],
      },
    });
    return { sentAtMs, ...(await readTokens(response)) };
  };
}

async function startRedis() {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'koi-bench-redis-'));
  const redis = await startProgram(
    'redis-server',
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      directory,
      '--appendonly',
      'yes',
      '--maxmemory-policy',
      'noeviction',
    ],
    { ready: /Ready to accept connections/ },
  );
  return {
    pid: redis.pid,
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await redis.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** koi as `koi up` starts it; `page` asks as the chat page does, `api` as an OpenAI client does. */
async function startKoi(upstreamUrl, { withRedis }) {
  const redis = withRedis ? await startRedis() : undefined;
  const directory = mkdtempSync(join(tmpdir(), 'koi-bench-'));
  chmodSync(directory, 0o755);
  writeFileSync(
    join(directory, 'koi.yaml'),
    `version: 1
models:
  bench: { connector: openai-compatible, baseUrl: ${upstreamUrl}, model: bench }
chatbots:
  bench: { title: Bench, feedback: none, models: [bench] }
`,
  );
  const env = {
    REDIS_URL: redis?.url ?? '',
    KOI_GENERATION_CONCURRENCY: '2000',
    // One participant sends everything here.
    KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: '0',
    KOI_LIMIT_PARTICIPANT_MESSAGES_PER_DAY: '0',
    KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
    ...weighable,
    KOI_DATA_DIR: join(directory, '.koi'),
  };
  const cli = join(root, 'apps/cli/dist/main.js');
  const koi = await startProgram(
    process.execPath,
    [cli, 'up', '--chat-port', '0', '--dashboard-port', '0', '--host', '127.0.0.1'],
    { ready: /Ctrl-C/, env, cwd: directory },
  );
  const url = /Chat +(http:\S+)/.exec(koi.printed())[1].replace('localhost', '127.0.0.1');
  return { koi, url, directory, env, cli, redis };
}

async function stopKoi({ koi, directory, redis }) {
  const moved = /^ +(\/.+) {2}\(database\)$/m.exec(koi.printed())?.[1];
  await koi.stop();
  await redis?.stop();
  for (const place of [directory, moved])
    if (place) rmSync(place, { recursive: true, force: true });
}

function asPage(url) {
  let entering;
  return async (tokens, perSecond) => {
    // Once, also for those who ask at the same time.
    const cookie = await (entering ??= enter(url));
    const sentAtMs = nowMs();
    const conversation = await readJson(
      await send(`${url}/api/conversations`, {
        method: 'POST',
        headers: { ...json, cookie, 'idempotency-key': randomUUID() },
        body: { chatbot: 'bench', text: `${tokens} at ${perSecond}` },
      }),
    );
    const response = await send(`${url}/api/turns/${conversation.turns[0].id}/events`, {
      headers: { cookie, accept: 'text/event-stream' },
    });
    return { sentAtMs, ...(await readTokens(response, (text) => text.includes('event: end'))) };
  };
}

async function enter(url) {
  const response = await send(`${url}/api/participants`, {
    method: 'POST',
    headers: json,
    body: {},
  });
  await readJson(response);
  return response.headers['set-cookie'].map((cookie) => cookie.split(';')[0]).join('; ');
}

async function createKey({ cli, directory, env }) {
  const key = await startProgram(
    process.execPath,
    [cli, 'key', 'create', 'bench', '--chatbot', 'bench'],
    { ready: /koi_\S+/, cwd: directory, env },
  );
  return /koi_\S+/.exec(key.printed())[0];
}

const koiTarget = (name, options) => ({
  name,
  async start(upstreamUrl) {
    const running = await startKoi(upstreamUrl, options);
    const ask = options.api
      ? openAi(`${running.url}/v1`, {
          headers: { authorization: `Bearer ${await createKey(running)}` },
        })
      : asPage(running.url);
    const pids = [running.koi, running.redis].flatMap((program) => program?.pid ?? []);
    return { pids, ask, stop: () => stopKoi(running) };
  },
});

/** LiteLLM's proxy, from a Python environment that has `litellm[proxy]`. */
const litellm = (program) => ({
  name: 'LiteLLM proxy',
  missing: !program || !existsSync(program),
  async start(upstreamUrl) {
    const directory = mkdtempSync(join(tmpdir(), 'koi-bench-litellm-'));
    const port = await freePort();
    writeFileSync(
      join(directory, 'config.yaml'),
      `model_list:
  - model_name: bench
    litellm_params: { model: openai/bench, api_base: '${upstreamUrl}', api_key: none }
litellm_settings: { num_retries: 0, telemetry: false }
`,
    );
    const server = await startProgram(
      program,
      ['--config', join(directory, 'config.yaml'), '--port', String(port), '--host', '127.0.0.1'],
      {
        url: `http://127.0.0.1:${port}/health/liveliness`,
        env: {
          LITELLM_LOG: 'ERROR',
          LITELLM_MASTER_KEY: LITELLM_KEY,
          LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        },
        cwd: directory,
      },
    );
    return {
      pids: [server.pid],
      ask: openAi(`http://127.0.0.1:${port}/v1`, {
        headers: { authorization: `Bearer ${LITELLM_KEY}` },
      }),
      stop: async () => {
        await server.stop();
        rmSync(directory, { recursive: true, force: true });
      },
    };
  },
});

/** Portkey's gateway, from a folder where npm has installed it. */
const portkey = (folder) => ({
  name: 'Portkey gateway',
  missing: !folder || !existsSync(folder),
  async start(upstreamUrl) {
    const port = await freePort();
    const server = await startProgram(
      process.execPath,
      [
        join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js'),
        `--port=${port}`,
        '--headless',
      ],
      {
        url: `http://127.0.0.1:${port}/`,
        env: { PORT: String(port), ...weighable },
        cwd: folder,
      },
    );
    return {
      pids: [server.pid],
      ask: openAi(`http://127.0.0.1:${port}/v1`, {
        headers: {
          'x-portkey-provider': 'openai',
          'x-portkey-custom-host': upstreamUrl,
          authorization: 'Bearer none',
        },
      }),
      stop: server.stop,
    };
  },
});

const direct = {
  name: 'direct',
  start: (upstreamUrl) =>
    Promise.resolve({ ask: openAi(upstreamUrl), stop: () => Promise.resolve() }),
};

export const targets = ({ litellmProgram, portkeyFolder }) => [
  direct,
  koiTarget('koi API, Redis', { withRedis: true, api: true }),
  koiTarget('koi API, Postgres', { withRedis: false, api: true }),
  koiTarget('koi page, Redis', { withRedis: true, api: false }),
  koiTarget('koi page, Postgres', { withRedis: false, api: false }),
  litellm(litellmProgram),
  portkey(portkeyFolder),
];
