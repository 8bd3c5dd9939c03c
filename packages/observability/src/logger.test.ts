import { expect, test } from '@jest/globals';
import { withLogContext } from './log-context.js';
import { createLogger } from './logger.js';

function recorded() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger(
    { service: 'gateway' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { lines, logger };
}

test('every line inside a context carries its ids, nested contexts add to them', async () => {
  const { lines, logger } = recorded();

  await withLogContext({ requestId: 'r1' }, async () => {
    await Promise.resolve();
    withLogContext({ jobId: 'j1', queue: 'feedback' }, () => logger.info('stored'));
  });
  logger.info('outside');

  expect(lines[0]).toMatchObject({
    service: 'gateway',
    requestId: 'r1',
    jobId: 'j1',
    queue: 'feedback',
    msg: 'stored',
  });
  expect(lines[1]).not.toHaveProperty('requestId');
});

test('secrets and message texts are withheld', () => {
  const { lines, logger } = recorded();

  logger.info(
    {
      turn: { text: 'my diary', id: 1 },
      headers: { authorization: 'Bearer x', 'set-cookie': 'diary=1' },
      request: { body: { messages: [{ content: 'my diary' }] } },
      err: Object.assign(new Error('refused'), { parameters: ['my diary'] }),
      apiKey: 'sk',
    },
    'turn',
  );

  expect(JSON.stringify(lines)).not.toMatch(/diary|Bearer|sk"/);
  expect(lines[0]).toMatchObject({ turn: { id: 1 }, err: { message: 'refused' } });
});
