import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface RawRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

export type Answering = (response: ServerResponse, request: RawRequest) => unknown;

export interface RawUpstream {
  /** Without a slash at the end. */
  readonly url: string;
  readonly requests: readonly RawRequest[];
  /** How many requests are being answered now. */
  open(): number;
  close(): Promise<void>;
}

/** A server that answers whatever the test wants, byte for byte, and also what no sane server would. */
export async function rawUpstream(answer: Answering): Promise<RawUpstream> {
  const requests: RawRequest[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => (open -= 1));
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
      const received = { path: request.url ?? '', headers: request.headers, body };
      requests.push(received);
      void answer(response, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with these bytes, `size` of them at a time. */
export const inPieces =
  (contentType: string, stream: string, size: number): Answering =>
  async (response) => {
    response.writeHead(200, { 'content-type': contentType });
    const bytes = Buffer.from(stream, 'utf8');
    for (let from = 0; from < bytes.length && !response.destroyed; from += size) {
      response.write(bytes.subarray(from, from + size));
      await new Promise(setImmediate);
    }
    response.end();
  };

/** Refuses with this status and JSON. */
export const refusing =
  (status: number, body: object, headers: Record<string, string> = {}): Answering =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
