import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import type { RelayedMessage } from '../../src/index.js';
import type { Workbench } from '../workbench.js';

export function relays(bench: () => Workbench): void {
  test('a thousand messages arrive on another node, in order', async () => {
    const [writer, reader] = [bench().relay(), bench().relay()];
    const turn = randomUUID();
    const seen: unknown[] = [];
    await reader.subscribe(`turns.${turn}.>`, ({ data }) => void seen.push(data));

    const sent = Array.from({ length: 1_000 }, (_, offset) => ({ offset }));
    for (const data of sent) await writer.publish(`turns.${turn}.a`, data);

    await waitFor(() => seen.length >= 1_000, { what: 'a thousand messages' });
    expect(seen).toEqual(sent);
  });

  test('who comes late gets the retained message first, marked as such', async () => {
    const [writer, reader] = [bench().relay(), bench().relay()];
    const topic = `turns.${randomUUID()}`;
    const seen: RelayedMessage[] = [];
    await writer.publish(topic, 'not kept');
    await writer.publish(topic, 'first snapshot', { retainMs: 60_000 });
    await writer.publish(topic, 'second snapshot', { retainMs: 60_000 });

    await reader.subscribe(topic, (message) => void seen.push(message));
    await writer.publish(topic, 'live');

    await waitFor(() => seen.some(({ data }) => data === 'live'), { what: 'the live message' });
    // What is still on its way may come once more in between.
    expect(seen[0]).toEqual({ topic, data: 'second snapshot', retained: true });
    expect(seen.at(-1)).toEqual({ topic, data: 'live', retained: false });
  });

  test('a retained message that was deleted, or is over its time, is not given', async () => {
    const relay = bench().relay();
    const [deleted, expired] = [`turns.${randomUUID()}`, `turns.${randomUUID()}`];
    const seen: RelayedMessage[] = [];
    await relay.publish(deleted, 'old', { retainMs: 60_000 });
    await relay.publish(expired, 'old', { retainMs: 1 });
    await relay.deleteRetained(deleted);
    const later = Date.now() + 10;
    await waitFor(() => Date.now() > later);

    for (const topic of [deleted, expired]) {
      await relay.subscribe(topic, (message) => void seen.push(message));
      await relay.publish(topic, 'new');
    }

    await waitFor(() => seen.length >= 2, { what: 'both live messages' });
    expect(seen.map(({ data }) => data)).toEqual(['new', 'new']);
  });

  test('who has unsubscribed hears nothing more, and a listener that throws harms nobody', async () => {
    const relay = bench().relay();
    const topic = `stops.${randomUUID()}`;
    const heard: string[] = [];
    const unsubscribe = await relay.subscribe(topic, () => void heard.push('left'));
    await relay.subscribe(topic, () => {
      throw new Error('broken listener');
    });
    await relay.subscribe('stops.*', ({ data }) => void heard.push(String(data)));
    await unsubscribe();

    await relay.publish(topic, 'one');
    await relay.publish(topic, 'two');

    await waitFor(() => heard.includes('two'), { what: 'the second message' });
    expect(heard).toEqual(['one', 'two']);
  });

  test('a message comes once to each of several patterns it fits, also a long one', async () => {
    const [writer, reader] = [bench().relay(), bench().relay()];
    const turn = randomUUID();
    const data = { text: 'ö😀"'.repeat(20_000) };
    const seen: string[] = [];
    for (const pattern of [`turns.${turn}.a`, `turns.${turn}.*`, `turns.${turn}.>`])
      await reader.subscribe(pattern, (message) => {
        expect(message.data).toEqual(data);
        seen.push(pattern.slice(-1));
      });

    await writer.publish(`turns.${turn}.a`, data);

    await waitFor(() => seen.length >= 3, { what: 'all three' });
    expect(seen.sort()).toEqual(['*', '>', 'a']);
  });

  test('nodes have names of their own', () => {
    expect(bench().relay().nodeId).not.toBe(bench().relay().nodeId);
  });
}
