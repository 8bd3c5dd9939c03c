import { expect, test } from '@jest/globals';
import type { ConversationView, TurnView } from '@koi/contracts/http';
import { newerTurns, withTurn } from './newer-turns.js';

const turn = (id: string, state: TurnView['state'], candidates = [`${id}-a`]): TurnView =>
  ({ id, state, candidates: candidates.map((candidate) => ({ id: candidate })) }) as TurnView;
const conversation = (...turns: TurnView[]): ConversationView =>
  ({
    id: 'c',
    turns,
    currentCandidateId: turns.at(-1)?.candidates[0]?.id ?? null,
  }) as ConversationView;

test('a turn takes the place of what was known of it; a new answer is the current one', () => {
  const known = conversation(turn('one', 'completed'), turn('two', 'pending'));

  expect(withTurn(known, turn('two', 'completed'))).toEqual(
    conversation(turn('one', 'completed'), turn('two', 'completed')),
  );
  expect(withTurn(known, turn('three', 'pending'))).toMatchObject({
    turns: [{ id: 'one' }, { id: 'two' }, { id: 'three' }],
    currentCandidateId: 'three-a',
  });
  expect(withTurn(known, turn('two', 'pending', ['two-a', 'two-b'])).currentCandidateId).toBe(
    'two-b',
  );
});

test('what comes of a turn while the conversation is read is newer than what was read', async () => {
  const newer = newerTurns();
  newer.came(turn('one', 'pending'));

  const read = await newer.read(async () => {
    await Promise.resolve();
    newer.came(turn('one', 'completed'));
    newer.came(turn('two', 'pending'));
    return conversation(turn('one', 'pending'));
  });
  newer.came(turn('two', 'completed'));

  expect(read.turns).toEqual([turn('one', 'completed'), turn('two', 'pending')]);
  const later = conversation(turn('one', 'completed'), turn('two', 'failed'));
  expect(await newer.read(() => Promise.resolve(later))).toEqual(later);
});

test('a reading that fails keeps nothing', async () => {
  const newer = newerTurns();

  await expect(newer.read(() => Promise.reject(new Error('away')))).rejects.toThrow('away');

  const empty = conversation();
  expect(await newer.read(() => Promise.resolve(empty))).toEqual(empty);
});
