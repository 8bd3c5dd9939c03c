/*
 * What a long answer costs the page: `node bench/chat-page.mjs [--runs 3] [--profile]` in a built checkout (Linux, Chromium).
 *
 * The real stack on a fake model that writes 10,000 tokens of Markdown at 200 tokens/s; Chromium slowed down four times
 * through the devtools protocol. For each run it prints the longest tasks of the page's main thread while the answer was
 * written, from the key that sends to a second after its end, as time on the processor (what the page did) and by the clock (with what the machine did besides). Tasks of up
 * to 50 ms are what a person does not notice.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumPath, fakeUpstream } from '../packages/testing/dist/index.js';
import { longAnswer } from './chat-page/long-answer.mjs';

const { chromium } = createRequire(new URL('../test/package.json', import.meta.url))(
  'playwright-core',
);
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    tokens: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '200' },
    slowdown: { type: 'string', default: '4' },
    shape: { type: 'string', default: 'mixed' },
    profile: { type: 'boolean', default: false },
  },
});
const LONG_MS = 50;

async function startKoi(baseUrl) {
  const directory = mkdtempSync(join(tmpdir(), 'koi-bench-'));
  chmodSync(directory, 0o755);
  writeFileSync(
    join(directory, 'koi.yaml'),
    `version: 1\nmodels:\n  m:\n    connector: openai-compatible\n    baseUrl: ${baseUrl}\n    model: m\nchatbots:\n  bench:\n    title: Bench\n    models: [m]\n`,
  );
  const koi = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url)),
      ...['up', '--chat-port', '0', '--dashboard-port', '0', '--host', '127.0.0.1'],
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await new Promise((resolve, reject) => {
    let printed = '';
    koi.stdout.on('data', (chunk) => {
      printed += chunk;
      const found = /Chat +(http:\S+)/.exec(printed)?.[1];
      if (found && printed.includes('Ctrl-C')) resolve(found.replace('localhost', '127.0.0.1'));
    });
    koi.once('exit', (code) => reject(new Error(`koi ended with ${code}\n${printed}`)));
  });
  const stop = async () => {
    koi.removeAllListeners('exit');
    const ended = new Promise((resolve) => koi.once('exit', resolve));
    koi.kill('SIGINT');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  return { url, stop };
}

/** The tasks of the page's main thread from a trace, in ms, from the mark `koi-sent` to the mark `koi-done`. */
function tasksOf(events) {
  const main = events.find(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const at = (mark) => events.find(({ name }) => name === mark)?.ts;
  const [from, to] = [at('koi-sent'), at('koi-done')];
  return events
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === main?.pid && tid === main?.tid)
    .filter(({ ts, dur = 0 }) => ts + dur > from && ts < to)
    .map(({ dur = 0, tdur = 0 }) => ({ clockMs: dur / 1_000, processorMs: tdur / 1_000 }));
}

const text = longAnswer(Number(values.tokens), values.shape);
const models = await fakeUpstream({
  script: () => ({ text, tokensPerSecond: Number(values.rate) }),
});
const koi = await startKoi(models.baseUrl);
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
console.log(
  `Node ${process.version}, Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}; ` +
    `${values.tokens} tokens (${text.length} characters, ${values.shape}) at ${values.rate}/s, processor slowed ${values.slowdown}×`,
);
const row = (label, ms) =>
  `${label} ${ms.map((value) => value.toFixed(0).padStart(4)).join(' ')} ms`;
const worst = [];
try {
  for (let run = 1; run <= Number(values.runs); run++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${koi.url}/c/bench`);
    await page.getByRole('textbox', { name: 'Message' }).fill('Go on');
    await page.waitForLoadState('networkidle');
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slowdown) });
    const events = [];
    devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
    await devtools.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: {
        includedCategories: [
          'disabled-by-default-devtools.timeline',
          'devtools.timeline',
          'toplevel',
          'blink.user_timing',
        ],
      },
    });
    if (values.profile) {
      await devtools.send('Profiler.enable');
      await devtools.send('Profiler.setSamplingInterval', { interval: 500 });
      await devtools.send('Profiler.start');
    }
    // Looking whether the answer is there would cost the page as much as writing it: it says so itself.
    await page.evaluate(() => {
      addEventListener('keydown', () => performance.mark('koi-sent'), { once: true });
      globalThis.koiDone = new Promise((resolve) => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('[aria-label="Good answer"]')) return;
          observer.disconnect();
          setTimeout(() => resolve(performance.mark('koi-done').startTime), 1_000);
        }).observe(document.querySelector('main'), { childList: true, subtree: true });
      });
    });
    const began = performance.now();
    await page.getByRole('textbox', { name: 'Message' }).press('Enter');
    await page.evaluate(() => globalThis.koiDone);
    const seconds = (performance.now() - began) / 1_000 - 1;
    if (values.profile) {
      const { profile } = await devtools.send('Profiler.stop');
      writeFileSync(join(tmpdir(), 'koi-chat-page.cpuprofile'), JSON.stringify(profile));
    }
    const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
    await devtools.send('Tracing.end');
    await complete;
    const tasks = tasksOf(events);
    const sorted = (key) => tasks.map((task) => task[key]).sort((a, b) => b - a);
    const processor = sorted('processorMs');
    const clock = sorted('clockMs');
    const long = (list) => list.filter((ms) => ms > LONG_MS).length;
    worst.push({ processorMs: processor[0], clockMs: clock[0] });
    console.log(
      `run ${run}: ${seconds.toFixed(1)} s, ${tasks.length} tasks, ${(processor.reduce((a, b) => a + b, 0) / 1_000).toFixed(1)} s on the processor\n` +
        `  ${row('longest, on the processor:', processor.slice(0, 8))} (${long(processor)} over ${LONG_MS} ms)\n` +
        `  ${row('longest, by the clock:    ', clock.slice(0, 8))} (${long(clock)} over ${LONG_MS} ms)`,
    );
    if (values.profile)
      writeFileSync(join(tmpdir(), 'koi-chat-page.trace.json'), JSON.stringify(events));
    await context.close();
  }
  const median = (key) =>
    worst.map((each) => each[key]).sort((a, b) => a - b)[Math.floor(worst.length / 2)];
  console.log(
    `median of the longest task: ${median('processorMs').toFixed(0)} ms on the processor, ${median('clockMs').toFixed(0)} ms by the clock`,
  );
} finally {
  await browser.close();
  await koi.stop();
  await models.stop();
}
