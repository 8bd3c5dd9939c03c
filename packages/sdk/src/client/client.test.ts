import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayRoutes } from '@koi/contracts/http';
import { afterEach, expect, test } from '@jest/globals';
import { createClient, isPassing, toProblem } from './index.js';

const id = '0192f0c0-0000-7000-8000-000000000001';
let server: Server | undefined;
afterEach(() => void server?.close());

type Asked = { method?: string; url?: string; key?: string; body: string };

async function serverThatAnswers(status: number, body: unknown, type = 'application/json') {
  const asked: Asked[] = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const key = request.headers['idempotency-key'];
      asked.push({
        ...(request.method ? { method: request.method } : {}),
        ...(request.url ? { url: request.url } : {}),
        ...(typeof key === 'string' ? { key } : {}),
        body: text,
      });
      response.writeHead(status, { 'content-type': type });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  return { asked, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a call fills path, query, body and idempotency key from its input', async () => {
  const receipt = { status: 'stored', candidateId: id, value: 'up', revision: 1, createdAt: null };
  const { asked, baseUrl } = await serverThatAnswers(200, receipt);

  const answer = await createClient({ baseUrl }).call(gatewayRoutes.giveVote, {
    params: { candidateId: id },
    body: { value: 'up' },
    idempotencyKey: id,
  });

  expect(answer).toEqual(receipt);
  expect(asked).toEqual([
    { method: 'PUT', url: `/api/candidates/${id}/vote`, key: id, body: '{"value":"up"}' },
  ]);
});

test('a query leaves out what is not given and escapes the rest', async () => {
  const { asked, baseUrl } = await serverThatAnswers(200, { items: [], nextCursor: null });

  await createClient({ baseUrl }).call(gatewayRoutes.listConversations, {
    query: { search: 'a & b', limit: 10 },
  });

  expect(asked[0]?.url).toBe('/api/conversations?search=a+%26+b&limit=10');
});

test('a refusal carries the problem details', async () => {
  const problem = {
    type: 'https://koi.dev/problems/chatbot-not-found',
    title: 'There is no such chatbot',
    status: 404,
    detail: 'Look at the list.',
    code: 'chatbot_not_found',
  };
  const { baseUrl } = await serverThatAnswers(404, problem, 'application/problem+json');

  const call = createClient({ baseUrl }).call(gatewayRoutes.getChatbot, { params: { slug: 'x' } });

  await expect(call).rejects.toMatchObject({ name: 'ProblemError', problem });
});

test('an error page of a proxy is a passing problem', async () => {
  const { baseUrl } = await serverThatAnswers(502, '<html>Bad gateway</html>', 'text/html');

  const failure: unknown = await createClient({ baseUrl })
    .call(gatewayRoutes.listChatbots)
    .catch((error: unknown) => error);

  expect(toProblem(failure)).toMatchObject({ code: 'unavailable', status: 502 });
  expect(isPassing(failure)).toBe(true);
});

test('without a server the connection is lost', async () => {
  const call = createClient({ baseUrl: 'http://127.0.0.1:9' }).call(gatewayRoutes.listChatbots);

  await expect(call).rejects.toMatchObject({ name: 'ConnectionLost' });
});

test('a response that broke the contract is refused where responses are checked', async () => {
  const { baseUrl } = await serverThatAnswers(200, { items: [{ slug: 'a' }] });

  const call = createClient({ baseUrl, checkResponses: true }).call(gatewayRoutes.listChatbots);

  await expect(call).rejects.toThrow();
});
