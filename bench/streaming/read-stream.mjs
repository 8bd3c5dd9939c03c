import { request as httpRequest, Agent } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: Infinity, noDelay: true });

/** Those of answers that have ended, which are kept for the next. */
export const closeConnections = () => agent.destroy();

export const nowMs = () => performance.timeOrigin + performance.now();

/** Sends a request; resolves with the response once its head has come. */
export function send(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent }, resolve);
    request.once('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export async function readJson(response) {
  const parts = [];
  for await (const part of response) parts.push(part);
  const text = Buffer.concat(parts).toString();
  if (response.statusCode >= 300) throw new Error(`${response.statusCode}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * Reads an answer of the bench model from a stream of any shape: when its first token came, and how late each token
 * was, in milliseconds. `ended` says that the stream has told of its end, for servers that keep it open.
 */
export async function readTokens(response, ended = () => false) {
  if (response.statusCode !== 200) await readJson(response);
  response.setEncoding('utf8');
  const latenessMs = [];
  let firstAtMs;
  let rest = '';
  for await (const part of response) {
    const atMs = nowMs();
    const text = rest + part;
    let end = 0;
    for (const token of text.matchAll(/@(\d+\.\d+)@/g)) {
      firstAtMs ??= atMs;
      latenessMs.push(atMs - Number(token[1]));
      end = token.index + token[0].length;
    }
    rest = text.slice(Math.max(end, text.length - 40));
    if (ended(text)) break;
  }
  return { firstAtMs, latenessMs };
}
