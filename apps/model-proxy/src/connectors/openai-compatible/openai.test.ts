import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { modelConfig } from '@koi/contracts';
import { fakeUpstream, type FakeUpstream } from '@koi/testing';
import { collect, textOf } from '../connector.contract.js';
import { createConnector } from '../registry.js';

let upstream: FakeUpstream;
beforeEach(async () => {
  upstream = await fakeUpstream({ apiKey: 'the-key', script: { text: 'Koi' } });
});
afterEach(() => upstream.stop());

async function ask(settings: object) {
  const connector = createConnector(modelConfig.parse(settings), {
    readSecret: () => 'the-key',
    fetch,
    localModel: () => {
      throw new Error('There is none here.');
    },
  });
  const request = {
    messages: [{ role: 'user', content: 'Hi' } as const],
    parameters: { maxTokens: 10 },
    signal: new AbortController().signal,
  };
  return textOf(await collect(connector.stream(request)));
}

test('openai is asked for an organization and a project, with what else it is to be sent', async () => {
  const text = await ask({
    connector: 'openai',
    baseUrl: upstream.baseUrl,
    model: 'gpt-x',
    apiKey: '${OPENAI_API_KEY}',
    organization: 'org-1',
    project: 'proj-1',
    extraBody: { reasoning_effort: 'low' },
  });

  expect(text).toBe('Koi');
  expect(upstream.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer the-key',
    'openai-organization': 'org-1',
    'openai-project': 'proj-1',
  });
  expect(upstream.requests[0]?.body).toMatchObject({ model: 'gpt-x', reasoning_effort: 'low' });
});

test('openai is found where OpenAI is, and a compatible server where it is said to be', () => {
  expect(modelConfig.parse({ connector: 'openai', model: 'gpt-x' })).toMatchObject({
    baseUrl: 'https://api.openai.com/v1',
  });
  expect(modelConfig.safeParse({ connector: 'openai-compatible', model: 'm' }).success).toBe(false);
});

test('extra fields go to a compatible server, too', async () => {
  await ask({
    connector: 'openai-compatible',
    baseUrl: upstream.baseUrl,
    model: 'm',
    apiKey: 'file:/key',
    extraBody: { top_k: 40 },
  });

  expect(upstream.requests[0]?.body).toMatchObject({ top_k: 40, max_tokens: 10 });
  expect(upstream.requests[0]?.headers).not.toHaveProperty('openai-organization');
});
