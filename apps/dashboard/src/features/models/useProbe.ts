import type { ProbeEvent, ProbeReport } from '@koi/contracts/events';
import type { Problem } from '@koi/contracts/problems';
import { toProblem } from '@koi/sdk/client';
import { onScopeDispose, reactive, ref } from 'vue';
import { probeEvents, type ProbeBody } from './probe-events.js';

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
      for await (const event of probeEvents(body, mine.signal)) take(event);
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
