import { expect, test } from '@jest/globals';
import { chatCompletionBody } from '@koi/contracts';
import { apiBase, curlLine } from './curl-line.js';

test('the command sends what the API takes, to where it is', () => {
  const line = curlLine({
    base: apiBase('http://localhost:4000'),
    key: 'koi_AbCd1234',
    chatbot: 'helper',
  });

  expect(line).toContain('curl http://localhost:4000/v1/chat/completions \\\n');
  expect(line).toContain("'Authorization: Bearer koi_AbCd1234'");
  const [, body] = /-d '(.*)'$/.exec(line) ?? [];
  expect(chatCompletionBody.parse(JSON.parse(body ?? ''))).toMatchObject({ model: 'helper' });
});

test('an address that is not known is left to be filled in', () => {
  expect(apiBase(null)).toBe('https://CHAT-ADDRESS/v1');
});
