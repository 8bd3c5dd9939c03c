/*
 * How much a gateway adds to a streamed answer, measured in one run on one fake model (Linux, a built checkout):
 *
 *   node bench/streaming.mjs [--only <words in a target's name>] [--litellm <venv>/bin/litellm] [--portkey <folder>]
 *
 * Every token of the fake model says when it was sent. For each target and number of concurrent streams it prints the
 * time to first token (from sending the request), how late tokens arrive, both minus what calling the model directly
 * costs, and how many streams of 20 tokens/s are held with no token late by over 250 ms.
 * It ends with the table of docs/performance.md, after about ten minutes for all targets. `--concurrency 1,50` and
 * `--capacity 100,200` choose the numbers of streams. `--memory 100,500,300` measures instead what an open stream takes
 * of memory, with so many open at a time, in about three minutes a target.
 */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { memoryPerStream } from './streaming/memory.mjs';
import { startProgram, targets } from './streaming/targets.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    litellm: { type: 'string', default: '' },
    portkey: { type: 'string', default: '' },
    concurrency: { type: 'string', default: '1,50,200' },
    capacity: { type: 'string', default: '100,200,300,500,750' },
    memory: { type: 'string' },
  },
});
const PER_SECOND = 20;
const LATE_MS = 250;
/** Answers that are asked for before anything is measured. */
const WARM_UP = 300;

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
const ms = (value) => (value === undefined ? '–' : value.toFixed(value < 10 ? 2 : 1)).padStart(8);

/** `streams` readers at a time, each asking `rounds` times, begun evenly over one second. */
async function load(ask, { streams, rounds, tokens }) {
  const firsts = [];
  const lateness = [];
  const failures = [];
  await Promise.all(
    Array.from({ length: streams }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index / streams) * 1_000));
      for (let round = 0; round < rounds; round++) {
        try {
          const answer = await ask(tokens, PER_SECOND);
          if (answer.latenessMs.length !== tokens)
            throw new Error(`${answer.latenessMs.length} of ${tokens} tokens`);
          firsts.push(answer.firstAtMs - answer.sentAtMs);
          for (const late of answer.latenessMs) lateness.push(late);
        } catch (error) {
          failures.push(error.message);
        }
      }
    }),
  );
  firsts.sort((a, b) => a - b);
  lateness.sort((a, b) => a - b);
  return { firsts, lateness, failures };
}

async function capacity(ask) {
  let most = 0;
  for (const streams of values.capacity.split(',').map(Number)) {
    const { lateness, failures } = await load(ask, { streams, rounds: 1, tokens: 100 });
    const worst = lateness.at(-1);
    console.log(
      `    ${String(streams).padStart(5)} streams: p99 ${ms(quantile(lateness, 0.99))} ms, worst ${ms(worst)} ms late` +
        (failures.length > 0 ? `, ${failures.length} failed (${failures[0]})` : ''),
    );
    if (failures.length > 0 || !(worst <= LATE_MS)) break;
    most = streams;
  }
  return most;
}

/** The table of docs/performance.md: first token and each token, added in the median, at every number of streams. */
function printTable() {
  const names = [...new Set(summary.map(({ target }) => target))].filter((n) => n !== 'direct');
  const heads = levels.map((n) => `${n}: first token / token, ms`);
  console.log(`\n| target | ${heads.join(' | ')} | held |`);
  console.log(`|${' --- |'.repeat(heads.length + 2)}`);
  for (const name of names) {
    const rows = levels.map((n) => summary.find((r) => r.target === name && r.streams === n));
    const cells = rows.map(
      ({ addedTtftMs, addedTokenMs, failed }) =>
        `${addedTtftMs.toFixed(1)} / ${addedTokenMs.toFixed(1)}${failed ? ` (${failed} failed)` : ''}`,
    );
    console.log(`| ${name} | ${cells.join(' | ')} | ${held.get(name) ?? '–'} |`);
  }
}

const upstream = await startProgram(
  process.execPath,
  [fileURLToPath(new URL('streaming/upstream.mjs', import.meta.url))],
  { ready: /\/v1\n/ },
);
const upstreamUrl = upstream.printed().trim();
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
const levels = values.concurrency.split(',').map(Number);
const base = new Map();
const summary = [];
const held = new Map();
try {
  for (const target of targets({ litellmProgram: values.litellm, portkeyFolder: values.portkey })) {
    if (
      values.only &&
      target.name !== 'direct' &&
      !values.only.some((word) => target.name.includes(word))
    )
      continue;
    console.log(`\n${target.name}`);
    if (target.missing) {
      console.log('  not here: not measured');
      continue;
    }
    const running = await target.start(upstreamUrl);
    try {
      if (values.memory) {
        if (running.pids) await memoryPerStream(running, values.memory.split(',').map(Number));
        continue;
      }
      // Every target alike, until its code is compiled.
      await load(running.ask, { streams: 10, rounds: WARM_UP / 10, tokens: 3 });
      for (const streams of levels) {
        const { firsts, lateness, failures } = await load(running.ask, {
          streams,
          rounds: streams === 1 ? 60 : 4,
          tokens: streams === 1 ? 3 : 40,
        });
        const p50 = quantile(firsts, 0.5);
        const late50 = quantile(lateness, 0.5);
        if (target.name === 'direct') base.set(streams, { p50, late50 });
        const { p50: p50Direct, late50: late50Direct } = base.get(streams);
        console.log(
          `  ${String(streams).padStart(4)} streams: first token p50 ${ms(p50)} p95 ${ms(quantile(firsts, 0.95))}` +
            ` (added p50 ${ms(p50 - p50Direct)}) ms; tokens late p50 ${ms(late50)} p99 ${ms(quantile(lateness, 0.99))}` +
            ` (added p50 ${ms(late50 - late50Direct)}) ms` +
            (failures.length > 0 ? `; ${failures.length} failed: ${failures[0]}` : ''),
        );
        summary.push({
          target: target.name,
          streams,
          addedTtftMs: p50 - p50Direct,
          addedTokenMs: late50 - late50Direct,
          failed: failures.length,
        });
      }
      const most = await capacity(running.ask);
      held.set(target.name, most);
      console.log(`  held without a token late by over ${LATE_MS} ms: ${most}`);
    } finally {
      await running.stop();
    }
  }
  if (!values.memory) printTable();
} finally {
  await upstream.stop();
}
