import { describe, expect, test } from '@jest/globals';
import { chatCompletionBody } from './chat-completions.js';
import { toChatMessages } from './chat-messages.js';
import { toOpenAiError } from './openai-error.js';
import { parseAnswerReference } from './openai-feedback.js';

const user = { role: 'user', content: 'Hi' };
const read = (body: object) =>
  chatCompletionBody.safeParse({ model: 'pond', messages: [user], ...body });
const issue = (body: object) => {
  const [first] = read(body).error?.issues ?? [];
  return { path: first?.path.join('.'), message: first?.message ?? '' };
};

describe('a request', () => {
  test('may carry fields koi does not know, and null for fields that are left out', () => {
    const { success } = read({ foo: 1, frequency_penalty: 0.5, stop: null, n: null, tools: [] });

    expect(success).toBe(true);
  });

  test('has content as a text or as text parts; developer is system', () => {
    const { data } = read({
      messages: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', name: 'ada', content: [{ type: 'text', text: 'One' }] },
        { role: 'assistant', content: 'Two', tool_calls: null, refusal: null },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Three' },
            { type: 'text', text: 'Four' },
          ],
        },
      ],
    });

    expect(toChatMessages(data?.messages ?? [])).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'user', content: 'Three\nFour' },
    ]);
  });

  test.each<[string, object, string, RegExp]>([
    [
      'an image',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
      'messages.0.content.0.type',
      /"text" only, not "image_url"/,
    ],
    [
      'a tool’s answer',
      { messages: [{ role: 'tool', content: 'x', tool_call_id: '1' }, user] },
      'messages.0.role',
      /not "tool"/,
    ],
    ['no messages', { messages: [] }, 'messages', /./],
    [
      'an answer as the last message',
      { messages: [user, { role: 'assistant', content: 'Well,' }] },
      'messages',
      /last message/,
    ],
    [
      'NUL',
      { messages: [{ role: 'user', content: 'a\u0000' }] },
      'messages.0.content.0.text',
      /NUL/,
    ],
    [
      'content of null',
      { messages: [{ role: 'user', content: null }] },
      'messages.0.content',
      /text/,
    ],
    ['nine answers', { n: 9 }, 'n', /8/],
    ['tools', { tools: [{}] }, 'tools', /tools/],
    ['JSON', { response_format: { type: 'json_object' } }, 'response_format.type', /text/],
    ['an empty stop', { stop: '' }, 'stop', /empty/],
    ['heat', { temperature: 3 }, 'temperature', /2/],
  ])('with %s is refused by name', (_, body, path, message) => {
    const found = issue(body);

    expect(found.path).toBe(path);
    expect(found.message).toMatch(message);
  });
});

test('answers are named by candidate, by completion, or by one of its choices', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';

  expect(parseAnswerReference(id)).toEqual({ candidateId: id });
  expect(parseAnswerReference(`chatcmpl-${id}`)).toEqual({ turnId: id, choice: undefined });
  expect(parseAnswerReference(`chatcmpl-${id.toUpperCase()}:1`)).toEqual({ turnId: id, choice: 1 });
  for (const wrong of ['', 'chatcmpl-', `chatcmpl-${id}:`, `chatcmpl-${id}:1:2`, `${id}:1`, 'x'])
    expect(parseAnswerReference(wrong)).toBeUndefined();
});

test.each([
  [400, 'invalid_request_error'],
  [401, 'invalid_request_error'],
  [403, 'permission_error'],
  [404, 'invalid_request_error'],
  [429, 'rate_limit_error'],
  [500, 'server_error'],
  [503, 'server_error'],
])('a problem of status %i is an error of type %s', (status, type) => {
  const problem = { type: 't', title: 'T', status, detail: 'Why.', code: 'internal' };

  expect(toOpenAiError(problem).error).toEqual({
    message: 'Why.',
    type,
    param: null,
    code: 'internal',
  });
  expect(toOpenAiError({ ...problem, issues: [{ path: 'n', message: 'm' }] }).error.param).toBe(
    'n',
  );
});
