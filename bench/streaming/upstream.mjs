/*
 * The model of the streaming benchmark, as a process of its own: an OpenAI-compatible server whose every token says
 * when it was sent, as `@<milliseconds since the epoch>@`, so that a reader on the same machine knows how late it is.
 * `max_tokens` and the first number of the last message (tokens per second) shape the answer. Prints its base URL.
 */
import { createServer } from 'node:http';

const nowMs = () => performance.timeOrigin + performance.now();
const head = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'bench' };
const event = (data) => `data: ${JSON.stringify({ ...head, ...data })}\n\n`;
const choice = (delta, finish_reason = null) =>
  event({ choices: [{ index: 0, delta, finish_reason }] });

const server = createServer(async (request, response) => {
  response.socket?.setNoDelay(true);
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(
      JSON.stringify({ object: 'list', data: [{ id: 'bench', object: 'model' }] }),
    );
  }
  const parts = [];
  for await (const part of request) parts.push(part);
  const { messages } = JSON.parse(Buffer.concat(parts).toString());
  const [tokens, perSecond] = /(\d+) at (\d+)/.exec(JSON.stringify(messages)).slice(1).map(Number);

  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(choice({ role: 'assistant', content: '' }));
  const beganMs = performance.now();
  let sent = 0;
  const tick = () => {
    if (response.destroyed) return;
    // Tokens that are due, each with its own moment: a timer that fires late does not slow the pace.
    while (sent < tokens && performance.now() - beganMs >= (sent * 1_000) / perSecond) {
      sent += 1;
      response.write(choice({ content: `@${nowMs().toFixed(2)}@ ` }));
    }
    if (sent < tokens) {
      setTimeout(tick, Math.max(1, (sent * 1_000) / perSecond - (performance.now() - beganMs)));
      return;
    }
    response.write(choice({}, 'stop'));
    response.end('data: [DONE]\n\n');
  };
  tick();
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/v1\n`);
});
