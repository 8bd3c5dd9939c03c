import { probeEvent, type ProbeEvent } from '@koi/contracts/events';
import { dashboardRoutes, type BodyOf } from '@koi/contracts/http';
import { ConnectionLost, ProblemError, readProblem } from '@koi/sdk/client';

export type ProbeBody = BodyOf<typeof dashboardRoutes.probeModel>;

/** The lines of a probe as they come. @throws ProblemError, ConnectionLost. */
export async function* probeEvents(
  body: ProbeBody,
  signal: AbortSignal,
): AsyncGenerator<ProbeEvent> {
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
