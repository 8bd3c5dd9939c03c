import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { preferenceRow } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { localModelEnv, pullLocalModel } from './stack/local-model.js';
import { Participant } from './stack/participant.js';
import { RunningKoi } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';

// Real: the model (SmolLM2, 135 million parameters), llama.cpp, and everything `koi up` starts. Nothing is fake.
const { pulled, said } = pullLocalModel();
if (!pulled) process.stderr.write(said);

/** What a person has who changed nothing: chatbots with nothing but the demo. */
const config = `version: 1
models:
  demo:
    connector: demo
    label: Demo
    tokensPerSecond: 0
chatbots:
  arena:
    title: Arena
    feedback: rank
    parameters: { maxTokens: 24 }
    models: [demo]
  assistant:
    title: Assistant
    feedback: vote
    parameters: { maxTokens: 400, temperature: 0.9, seed: 1 }
    models: [demo]
`;

(pulled ? describe : describe.skip)(
  'a small model (needs a package registry or a model hub)',
  () => {
    let koi: RunningKoi;
    beforeAll(async () => {
      koi = await RunningKoi.start({ config, env: localModelEnv, args: ['--model', 'smollm2'] });
    }, 90_000);
    afterAll(() => koi?.remove(), 30_000);

    test('chats, is stopped at once, and the conversation goes on', async () => {
      expect(koi.said).toContain('SmolLM2 135M (on this machine)');
      const person = await Participant.enter(koi.chatUrl);

      // The first answer waits until the model is loaded.
      const talk = await person.begin('assistant', 'Tell me a very long story about a fish.');
      await person.read(talk.turn.id, { until: ([text = '']) => text.length > 40 });
      const stoppedAt = performance.now();
      await person.stop(talk.turn.id);
      await waitFor(async () => (await person.turn(talk.turn.id)).state === 'stopped', {
        what: 'the answer to stop',
      });
      const { text, model } = (await person.turn(talk.turn.id)).candidates[0] ?? {};
      expect(model).toBe('SmolLM2 135M');
      expect(text?.length).toBeGreaterThan(40);
      const records = await koi.logLines('model-proxy');
      const ended = records.find(({ state }) => state === 'stopped');
      expect(Number(ended?.['durationMs'])).toBeGreaterThan(0);
      expect(performance.now() - stoppedAt).toBeLessThan(5_000);

      const next = await person.say(talk.conversation.id, 'Answer with one word: yes or no?');
      await person.read(next.id, { until: ([part = '']) => part.trim() !== '' });
      await person.stop(next.id);
    }, 60_000);

    test('is ranked against the demo, and what was chosen is exported', async () => {
      const person = await Participant.enter(koi.chatUrl);
      const { turn, conversation } = await person.begin('arena', 'What is water?');
      const { texts } = await person.read(turn.id);
      expect(
        (await person.conversation(conversation.id)).turns[0]?.candidates.map(({ model }) => model),
      ).toEqual([null, null]);
      const { models } = await person.rank(turn.id, 'a_better');
      expect(models?.map(({ model }) => model).sort()).toEqual(['Demo', 'SmolLM2 135M']);

      const member = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
      const version = await member.export({ dataset: 'preferences', kind: 'dpo' });
      expect(version).toMatchObject({ state: 'ready', rows: 1 });
      const file = await member.download(version.id, version.files[0]?.name ?? '');
      const row = preferenceRow.parse(JSON.parse(file.text.trim()));
      const [a, b] = turn.candidates;
      expect(row).toMatchObject({
        prompt: [{ role: 'user', content: 'What is water?' }],
        chosen: [{ content: texts.get(a?.id ?? '') }],
        rejected: [{ content: texts.get(b?.id ?? '') }],
      });
      const answer = texts.get(models?.find(({ model }) => model !== 'Demo')?.candidateId ?? '');
      expect(answer?.trim()).not.toBe('');
      const usage = (await koi.logLines('model-proxy'))
        .filter(({ finishReason }) => finishReason === 'length')
        .map((line) => line['usage']);
      expect(usage).toContainEqual(
        expect.objectContaining({ completionTokens: 24, estimated: false }),
      );
    }, 60_000);
  },
);
