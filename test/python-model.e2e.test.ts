import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { describeWithPython, waitFor } from '@koi/testing';
import { Participant } from './stack/participant.js';
import { RunningKoi } from './stack/running-koi.js';

// Real: the example as people run it, and everything `koi up` starts. Nothing is fake.
const folder = fileURLToPath(new URL('../examples/python-model', import.meta.url));
const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describeWithPython('the model in Python', () => {
  test('passes its own tests', () => {
    const run = spawnSync('python3', ['-m', 'unittest'], { cwd: folder, env, encoding: 'utf8' });
    expect(run.stderr).toMatch(/Ran \d+ tests[\s\S]*OK/);
    expect(run.status).toBe(0);
  }, 60_000);

  test('answers in the chat, and is stopped there', async () => {
    const script = `
import time
from serve import serve
class Pond:
    def predict(self, messages, parameters):
        yield f"{len(messages)} messages, {parameters['max_tokens']} tokens 🐟 "
        while "forever" in messages[-1]["content"]:
            yield "and on "
            time.sleep(0.02)
serve(Pond(), name="pond", port=0, key="open sesame")
`;
    const python = spawn('python3', ['-c', script], { cwd: folder, env });
    cleanUps.push(() => python.kill());
    let printed = '';
    python.stdout.on('data', (part) => (printed += String(part)));
    await waitFor(() => printed.endsWith('/v1\n'), { what: 'the address of the model' });

    const koi = await RunningKoi.start({
      config: `version: 1
models:
  pond:
    connector: openai-compatible
    baseUrl: ${printed.trim()}
    model: pond
    apiKey: \${POND_KEY}
    parameters: { maxTokens: 99 }
chatbots:
  pond: { title: Pond, systemPrompt: Be wet., models: [pond] }
`,
      env: { POND_KEY: 'open sesame' },
    });
    cleanUps.push(() => koi.remove());
    const person = await Participant.enter(koi.chatUrl);

    const { turn } = await person.begin('pond', 'Well?');
    await person.read(turn.id);
    expect((await person.turn(turn.id)).candidates[0]).toMatchObject({
      state: 'completed',
      text: '2 messages, 99 tokens 🐟 ',
    });

    const endless = await person.begin('pond', 'On and on, forever');
    await person.read(endless.turn.id, { until: ([text = '']) => text.includes('and on and on') });
    await person.stop(endless.turn.id);
    await waitFor(async () => (await person.turn(endless.turn.id)).state === 'stopped', {
      what: 'the answer to stop',
    });
  }, 90_000);
});
