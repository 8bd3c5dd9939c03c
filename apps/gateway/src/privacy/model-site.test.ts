import { expect, test } from '@jest/globals';
import { modelSite, type ModelPlace } from './model-site.js';

const demo: ModelPlace = { connector: 'demo', baseUrl: null };
const at = (baseUrl: string | null): ModelPlace => ({ connector: 'openai-compatible', baseUrl });

test.each([
  'http://127.0.0.1:8000/v1',
  'http://localhost:11434',
  'http://vllm:8000/v1',
  'http://10.1.2.3/v1',
  'http://172.20.0.9/v1',
  'https://192.168.1.4/v1',
  'http://[::1]:8000/v1',
  'http://[fd12:3456::1]/v1',
  'http://gpu.internal/v1',
  'http://gpu.home.arpa/v1',
])('%s is the own network', (baseUrl) => {
  expect(modelSite([at(baseUrl)])).toBe('own');
});

test.each([
  'https://api.openai.com/v1',
  'http://172.32.0.1/v1',
  'http://8.8.8.8/v1',
  'http://[2001:db8::1]/v1',
  'https://internal.example.com/v1',
  'https://10.0.0.1.example.com/v1',
  'nonsense',
])('%s is a third party', (baseUrl) => {
  expect(modelSite([at(baseUrl)])).toBe('third_party');
});

test('hosted connectors without an address are third parties, the demo is not, and both are both', () => {
  expect(modelSite([{ connector: 'anthropic', baseUrl: null }])).toBe('third_party');
  expect(modelSite([demo])).toBe('own');
  expect(modelSite([demo, at('https://api.example.com/v1')])).toBe('both');
  expect(modelSite([])).toBeNull();
});
