import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const categories = [
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'toplevel',
  'blink.user_timing',
];

/**
 * Runs `work` with the processor slowed down through the devtools protocol, and gives back the tasks of the page's main
 * thread between the marks `koi-begin` and `koi-end` that the page makes meanwhile. With a name as `profile`, a profile and
 * the trace of that name are written beside other temporary files.
 */
export async function recordTasks(page, { slowdown, profile }, work) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  });
  if (profile) {
    await devtools.send('Profiler.enable');
    await devtools.send('Profiler.setSamplingInterval', { interval: 500 });
    await devtools.send('Profiler.start');
  }
  await work();
  if (profile) {
    const stopped = await devtools.send('Profiler.stop');
    writeFileSync(
      join(tmpdir(), `koi-chat-page-${profile}.cpuprofile`),
      JSON.stringify(stopped.profile),
    );
  }
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await complete;
  if (profile)
    writeFileSync(join(tmpdir(), `koi-chat-page-${profile}.trace.json`), JSON.stringify(events));
  await devtools.detach();
  return tasksOf(events);
}

/**
 * Tasks with their times in ms: by the clock, and on the processor. The latter leaves out the time that the thread waited
 * for a processor, but not all of it: Chromium slows a thread down by letting it spin after each 0.2 ms that went by, and
 * takes a wait of up to 1 ms for work, so on a busy machine it is a little too long. Measure when little else runs.
 */
function tasksOf(events) {
  const [begin, end] = ['koi-begin', 'koi-end'].map((mark) =>
    events.find(({ name }) => name === mark),
  );
  if (!begin || !end) throw new Error('The page set no marks.');
  return events
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === begin.pid && tid === begin.tid)
    .filter(({ ts, dur = 0 }) => ts + dur > begin.ts && ts < end.ts)
    .map(({ dur = 0, tdur = 0 }) => ({ clockMs: dur / 1_000, processorMs: tdur / 1_000 }));
}
