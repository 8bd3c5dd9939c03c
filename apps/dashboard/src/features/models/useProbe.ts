import { probeEvent, type ProbeEvent, type ProbeReport } from '@koi/contracts/events';
import { dashboardRoutes, type BodyOf } from '@koi/contracts/http';
import type { Problem } from '@koi/contracts/problems';
import { ConnectionLost, ProblemError, readProblem, toProblem } from '@koi/sdk/client';
import { onScopeDispose, reactive, ref } from 'vue';

type ProbeBody = BodyOf<typeof dashboardRoutes.probeModel>;

interface Progress {
  phase: 'idle' | 'listing' | 'asking' | 'done';
  models: ProbeReport['models'] | undefined;
  text: string;
  answer: ProbeReport['answer'] | undefined;
  problem: Problem | undefined;
  /** No model-proxy has tried it. */
  unanswered: string | undefined;
}

const fresh = (): Progress => ({
  phase: 'idle',
  models: undefined,
  text: '',
  answer: undefined,
  problem: undefined,
  unanswered: undefined,
});

/** Tries a model and shows each step as it happens; leaving the page, or `stop`, breaks the try off. */
export function useProbe() {
  const progress = reactive(fresh());
  const running = ref(false);
  let leaving = new AbortController();
  onScopeDispose(() => leaving.abort());

  function take(event: ProbeEvent): void {
    if (event.type === 'listing' || event.type === 'asking') progress.phase = event.type;
    if (event.type === 'models') progress.models = event.models;
    if (event.type === 'text') progress.text += event.text;
    if (event.type === 'unanswered') progress.unanswered = event.detail;
    if (event.type === 'done') {
      progress.models = event.report.models;
      progress.answer = event.report.answer;
      progress.text = event.report.answer.text;
    }
  }

  async function run(body: ProbeBody): Promise<void> {
    leaving.abort();
    const mine = (leaving = new AbortController());
    Object.assign(progress, fresh(), { phase: 'listing' });
    running.value = true;
    try {
      for await (const event of events(body, mine.signal)) take(event);
    } catch (error) {
      if (!mine.signal.aborted) progress.problem = toProblem(error);
    } finally {
      if (mine === leaving) {
        running.value = false;
        progress.phase = mine.signal.aborted ? 'idle' : 'done';
      }
    }
  }

  return { progress, running, run, stop: () => leaving.abort() };
}

/** The lines of a probe as they come. @throws ProblemError, ConnectionLost. */
async function* events(body: ProbeBody, signal: AbortSignal): AsyncGenerator<ProbeEvent> {
  const { path, method } = dashboardRoutes.probeModel;
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    signal,
  }).catch((cause: unknown) => {
    throw new ConnectionLost({ cause });
  });
  if (!response.ok || !response.body) throw new ProblemError(await readProblem(response));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let ended = false;
  while (!ended) {
    const { value = '', done } = await reader.read();
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield probeEvent.parse(JSON.parse(line));
    ended = done;
  }
}
