import { expect, test } from '@jest/globals';
import {
  dashboardRoutes,
  datasetManifest,
  preferenceRow,
  voteRow,
  type DatasetVersion,
} from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { MODEL_WORDS } from './stack/koi-yaml.js';
import { onBothBackends } from './stack/on-both-backends.js';
import { Participant } from './stack/participant.js';
import { isAlive } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';
import { trainOnce } from './stack/trainer.js';
import { answerOf } from './stack/upstream.js';
import { Visitor } from './stack/visitor.js';

// Real: everything `koi up` starts, and the example trainer, as built processes. Fake: the models' server.
onBothBackends('the loop', (shared) => {
  test('from a message to a trained model', async () => {
    const { koi } = shared;
    const person = await Participant.enter(koi.chatUrl);

    // A message, and its answer as it is written.
    const talk = await person.begin('helper', 'What is bark?');
    const answer = await person.read(talk.turn.id);
    const [candidate] = talk.turn.candidates;
    expect(answer.texts.get(candidate?.id ?? '')).toBe(answerOf('pine', 'What is bark?'));
    expect(answer.events.at(-1)).toMatchObject({ type: 'end', state: 'completed' });

    // A vote, changed, taken back, and given again.
    const candidateId = candidate?.id ?? '';
    for (const [index, value] of (['up', 'down', 'undo', 'up'] as const).entries())
      expect(await person.vote(candidateId, value)).toMatchObject({
        status: 'stored',
        value,
        revision: index + 1,
      });
    expect((await person.turn(talk.turn.id)).candidates[0]?.vote).toBe('up');

    // Two answers: nothing that arrives says who wrote them, before one is chosen.
    const judge = await Participant.enter(koi.chatUrl);
    const duel = await judge.begin('duel', 'Which tree?');
    const pair = await judge.read(duel.turn.id);
    const blind = await judge.conversation(duel.conversation.id);
    await judge.fetch('/api/chatbots/duel').then((response) => response.text());
    await judge.fetch('/api/conversations').then((response) => response.text());
    await expect(judge.say(duel.conversation.id, 'Go on')).rejects.toMatchObject({
      problem: { code: 'ranking_required' },
    });
    for (const word of MODEL_WORDS) expect(judge.heard).not.toContain(word);
    expect(blind.turns[0]?.candidates.map(({ model }) => model)).toEqual([null, null]);
    expect([...pair.texts.values()].sort()).toEqual(
      [answerOf('pine', 'Which tree?'), answerOf('birch', 'Which tree?')].sort(),
    );

    // The choice, after which the models are named; and changed.
    const first = await judge.rank(duel.turn.id, 'a_better');
    expect(first).toMatchObject({ status: 'stored', revision: 1 });
    const second = await judge.rank(duel.turn.id, 'b_better');
    const labelOf = (id: string): string =>
      pair.texts.get(id) === answerOf('pine', 'Which tree?') ? 'Label of Pine' : 'Label of Birch';
    expect(second.models).toEqual(
      duel.turn.candidates.map(({ id, side }) => ({ candidateId: id, side, model: labelOf(id) })),
    );
    const open = await judge.turn(duel.turn.id);
    expect(open).toMatchObject({ ranking: 'b_better' });
    expect(open.candidates.map(({ model }) => model)).toEqual(
      duel.turn.candidates.map(({ id }) => labelOf(id)),
    );

    // The conversation goes on from the better answer; this time it is a tie.
    const next = await judge.say(duel.conversation.id, 'And the leaves?');
    const better = duel.turn.candidates[1];
    expect(next.parentCandidateId).toBe(better?.id);
    await judge.read(next.id);
    await judge.rank(next.id, 'tie');

    // The dashboard: closed, then open with the printed token.
    const stranger = new Visitor(koi.dashboardUrl);
    await expect(stranger.client.call(dashboardRoutes.getOverview)).rejects.toMatchObject({
      problem: { code: 'unauthenticated', status: 401 },
    });
    await expect(
      TeamMember.signIn(koi.dashboardUrl, `${koi.dashboardToken.slice(0, -1)}!`),
    ).rejects.toMatchObject({ problem: { code: 'wrong_token', status: 401 } });
    const member = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const counted = {
      conversations: 2,
      participants: 2,
      turns: 3,
      candidates: 5,
      failedCandidates: 0,
      votesUp: 1,
      votesDown: 0,
      rankings: { aBetter: 0, bBetter: 1, tie: 1, bothBad: 0 },
    };
    await waitFor(
      async () => {
        const overview = await member.overview();
        expect(overview).toMatchObject(counted);
        return overview;
      },
      { what: 'the overview to count everything' },
    );
    const { points } = await member.client.call(dashboardRoutes.getSeries);
    const sum = (key: 'votesUp' | 'rankings' | 'turns'): number =>
      points.reduce((total, point) => total + point[key], 0);
    expect([sum('turns'), sum('votesUp'), sum('rankings')]).toEqual([3, 1, 2]);

    // The table, and the conversation behind one of its rows.
    const current = await member.client.call(dashboardRoutes.listFeedback);
    expect(current.items.map(({ value }) => value).sort()).toEqual(['b_better', 'tie', 'up']);
    const all = await member.client.call(dashboardRoutes.listFeedback, {
      query: { current: 'false' },
    });
    expect(all.total).toBe(7);
    const row = current.items.find(({ value }) => value === 'b_better');
    expect(row).toMatchObject({
      conversationId: duel.conversation.id,
      promptExcerpt: 'Which tree?',
    });
    const record = await member.client.call(dashboardRoutes.getConversationRecord, {
      params: { conversationId: row?.conversationId ?? '' },
    });
    expect(record.turns[0]?.rankings.map(({ value }) => value).sort()).toEqual([
      'a_better',
      'b_better',
    ]);
    expect(record.turns[0]?.candidates[1]).toMatchObject({
      id: better?.id,
      text: pair.texts.get(better?.id ?? ''),
      model: { label: labelOf(better?.id ?? '') },
    });

    // Exports: what is downloaded is what was judged, byte for byte what the manifest says.
    const pairs = await member.export({
      dataset: 'preferences',
      kind: 'dpo',
      train: { method: 'dpo', baseModel: 'tiny/base' },
    });
    expect(pairs).toMatchObject({
      state: 'ready',
      rows: 1,
      excluded: { tie: 1 },
      progress: { done: 2, total: 2 },
    });
    const [pairRow] = await rowsOf(member, pairs);
    const preference = preferenceRow.parse(pairRow);
    expect(preference).toMatchObject({
      prompt: [{ role: 'user', content: 'Which tree?' }],
      chosen: [{ content: pair.texts.get(better?.id ?? '') }],
      rejected: [{ content: pair.texts.get(duel.turn.candidates[0]?.id ?? '') }],
      turn_id: duel.turn.id,
      chosen_side: 'b',
    });
    const votes = await member.export({ dataset: 'votes', kind: 'votes' });
    const [vote, ...others] = await rowsOf(member, votes);
    expect(others).toEqual([]);
    expect(voteRow.parse(vote)).toMatchObject({
      value: 'up',
      candidate_id: candidateId,
      completion: [{ content: answerOf('pine', 'What is bark?') }],
      model: { name: 'pine-model' },
    });

    // The training job waits until a trainer comes, and the dashboard shows what it made.
    await waitFor(async () => (await member.trainingRuns())[0]?.state === 'queued');
    const printed = await trainOnce(koi.directory);
    expect(printed).toContain('completed');
    const run = await waitFor(
      async () => (await member.trainingRuns()).find(({ state }) => state === 'completed'),
      { what: 'the training run to be completed' },
    );
    expect(run).toMatchObject({
      datasetVersionId: pairs.id,
      datasetLabel: 'preferences v1',
      baseModel: 'tiny/base',
      progress: 1,
      modelVersion: expect.stringMatching(/^tiny\/base-koi-/),
    });
    expect(printed).toContain(run.modelVersion);
  }, 90_000);

  test('Ctrl-C stops everything, and the next start has everything again', async () => {
    const { koi } = shared;
    const person = await Participant.enter(koi.chatUrl);
    const { conversation, turn } = await person.begin('helper', 'Will you remember me?');
    await person.read(turn.id);
    const before = await person.conversation(conversation.id);
    const pids = await koi.pids();
    expect(pids.map(isAlive)).toEqual(pids.map(() => true));

    expect(await koi.stop('SIGINT')).toBe(0);

    expect(pids.filter(isAlive)).toEqual([]);
    const startedAt = performance.now();
    await koi.start();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const again = await fetch(`${koi.chatUrl}/api/conversations/${conversation.id}`, {
      headers: { cookie: person.cookie },
    });
    expect(await again.json()).toEqual(before);
  }, 60_000);
});

/** The rows of a version's files, after their checksums are found to be those of version and manifest. */
async function rowsOf(member: TeamMember, version: DatasetVersion): Promise<unknown[]> {
  const manifestFile = await member.download(version.id, 'manifest.json');
  expect(manifestFile.sha256).toBe(version.manifestSha256);
  const manifest = datasetManifest.parse(JSON.parse(manifestFile.text));
  expect(manifest.files).toEqual(version.files);
  const rows: unknown[] = [];
  for (const file of version.files) {
    const { text, sha256 } = await member.download(version.id, file.name);
    expect(sha256).toBe(file.sha256);
    expect(Buffer.byteLength(text)).toBe(file.bytes);
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(file.rows);
    rows.push(...lines.map((line) => JSON.parse(line) as unknown));
  }
  return rows;
}
