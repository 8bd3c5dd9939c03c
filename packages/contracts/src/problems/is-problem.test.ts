import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isProblem } from './is-problem.js';
import { problem } from './problem.js';

/** The members that `isProblem` looks at. */
const members = problem.pick({ type: true, title: true, status: true, detail: true, code: true });

const text = fc.string();
const body = fc.record(
  {
    type: text,
    title: text,
    status: fc.integer({ min: 100, max: 599 }),
    detail: text,
    code: text,
    requestId: text,
    issues: fc.array(fc.record({ path: text, message: text })),
    retryAfterSeconds: fc.nat(),
  },
  { requiredKeys: ['type', 'title', 'status', 'detail', 'code'] },
);

test('every problem of the schema is one for the page too', () => {
  fc.assert(
    fc.property(body, (sent) => {
      expect(problem.safeParse(sent).success).toBe(true);
      expect(isProblem(sent)).toBe(true);
    }),
  );
});

test('a body with any member missing or replaced is one exactly where the schema says so', () => {
  const member = fc.constantFrom('type', 'title', 'status', 'detail', 'code');
  fc.assert(
    fc.property(body, member, fc.option(fc.anything(), { nil: undefined }), (sent, name, value) => {
      const broken = { ...sent, [name]: value };
      expect(isProblem(broken)).toBe(members.safeParse(broken).success);
    }),
  );
});

test('what is no object is no problem', () => {
  for (const sent of [null, undefined, 'no', 404, [], true])
    expect([sent, isProblem(sent)]).toEqual([sent, false]);
});
