/*
 * What a long answer costs the page: `node bench/chat-page.mjs [--runs 3] [--explain] [--profile]` in a built checkout (Linux, Chromium).
 *
 * The real stack on a fake model that writes 10,000 tokens of Markdown at 200 tokens/s; Chromium slowed down four times
 * through the devtools protocol. For each run it prints the longest tasks of the page's main thread while the answer was
 * written, from the key that sends to a second after its end, and then while the page was opened anew with that answer in
 * it: as time on the processor (what the page did) and by the clock (with what the machine did besides). Tasks of up to
 * 50 ms are what a person does not notice. Before each run it says how long a fixed loop takes, to compare machines and days.
 */
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromiumPath, fakeUpstream } from '../packages/testing/dist/index.js';
import { startKoi } from './chat-page/koi.mjs';
import { longAnswer } from './chat-page/long-answer.mjs';
import { recordTasks } from './chat-page/main-thread.mjs';

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
    explain: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});
const LONG_MS = 50;
const recording = (name) => ({
  slowdown: Number(values.slowdown),
  explain: values.explain,
  profile: values.profile ? name : undefined,
});

async function answering(page) {
  await page.goto(`${koi.url}/c/bench`);
  await page.getByRole('textbox', { name: 'Message' }).fill('Go on');
  await page.waitForLoadState('networkidle');
  return recordTasks(page, recording('answering'), async () => {
    // Looking whether the answer is there would cost the page as much as writing it: it says so itself.
    await page.evaluate(() => {
      globalThis.addEventListener('keydown', () => performance.mark('koi-begin'), { once: true });
      globalThis.koiDone = new Promise((resolve) => {
        // In tasks of its own, so that no task of the page is longer for it.
        const timer = setInterval(() => {
          if (!globalThis.document.querySelector('[aria-label="Good answer"]')) return;
          clearInterval(timer);
          setTimeout(() => resolve(performance.mark('koi-end').startTime), 1_000);
        }, 250);
      });
    });
    await page.getByRole('textbox', { name: 'Message' }).press('Enter');
    await page.evaluate(() => globalThis.koiDone);
  });
}

/** Opens an address of koi as a browser does that has all files, from its first task to a second of rest. */
async function opening(page, url) {
  // From a file of koi: the process of the page, and with it the slow-down, stays the same.
  await page.goto(`${koi.url}/koi.svg`);
  return recordTasks(page, recording('opening'), async () => {
    await page.goto(url);
    await page.evaluate(() => performance.mark('koi-begin', { startTime: 0 }));
    await page.waitForLoadState('networkidle');
    await page.evaluate(
      () =>
        new Promise((resolve) =>
          setTimeout(() => resolve(performance.mark('koi-end').startTime), 1_000),
        ),
    );
  });
}

/** How long 200 million steps of arithmetic take, in ms: the least of five times. */
function fixedLoop() {
  const times = Array.from({ length: 5 }, () => {
    const begin = performance.now();
    let sum = 0;
    for (let step = 0; step < 200_000_000; step++) sum = (Math.imul(sum, 31) + step) | 0;
    return sum === undefined ? Infinity : performance.now() - begin;
  });
  return Math.min(...times);
}

function report(label, tasks) {
  const sorted = (key) => tasks.map((task) => task[key]).sort((a, b) => b - a);
  const row = (name, ms) =>
    `    ${name} ${ms
      .slice(0, 8)
      .map((value) => value.toFixed(0).padStart(4))
      .join(' ')} ms (${ms.filter((value) => value > LONG_MS).length} over ${LONG_MS} ms)`;
  const processor = sorted('processorMs');
  const seconds = processor.reduce((sum, ms) => sum + ms, 0) / 1_000;
  console.log(
    `  ${label}: ${tasks.length} tasks, ${seconds.toFixed(1)} s on the processor; load ${loadavg()[0].toFixed(1)}\n` +
      `${row('longest, on the processor:', processor)}\n${row('longest, by the clock:    ', sorted('clockMs'))}`,
  );
  if (values.explain) explain(tasks);
  return processor[0];
}

/** When the longest tasks came, in ms from the beginning, and what they consisted of. */
function explain(tasks) {
  const longest = [...tasks].sort((a, b) => b.processorMs - a.processorMs).slice(0, 4);
  for (const { processorMs, afterMs, parts } of longest) {
    const names = parts()
      .slice(0, 6)
      .map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
    console.log(
      `      ${processorMs.toFixed(0)} ms at ${afterMs.toFixed(0)} ms: ${names.join(', ')}`,
    );
  }
}

const text = longAnswer(Number(values.tokens), values.shape);
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; ` +
    `${values.tokens} tokens (${text.length} characters, ${values.shape}) at ${values.rate}/s, processor slowed ${values.slowdown}×`,
);
const worst = { answering: [], opening: [] };
let koi;

/** Each run begins as the first visitor of a day does: with services and a browser that have just been started. */
async function measure(run) {
  const models = await fakeUpstream({
    script: () => ({ text, tokensPerSecond: Number(values.rate) }),
  });
  koi = await startKoi(models.baseUrl);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    console.log(
      `run ${run} (Chromium ${browser.version()}, fixed loop ${fixedLoop().toFixed(0)} ms)`,
    );
    worst.answering.push(report('answering', await answering(page)));
    worst.opening.push(report('opening', await opening(page, page.url())));
  } finally {
    await browser.close();
    await koi.stop();
    await models.stop();
  }
}

for (let run = 1; run <= Number(values.runs); run++) await measure(run);
for (const [what, longest] of Object.entries(worst)) {
  const median = longest.sort((a, b) => a - b)[Math.floor(longest.length / 2)];
  console.log(`${what}: median of the longest task ${median.toFixed(0)} ms on the processor`);
}
