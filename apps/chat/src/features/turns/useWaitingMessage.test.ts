import { expect, test } from '@jest/globals';
import { nextTick, ref } from 'vue';
import { useWaitingMessage } from './useWaitingMessage.js';

function composing({ mayGo = (): boolean => true } = {}) {
  const place = ref('one');
  const draft = ref('and then?');
  const busy = ref(true);
  const sent: string[] = [];
  const message = useWaitingMessage({
    place,
    draft,
    busy,
    mayGo,
    send(text) {
      sent.push(text);
      draft.value = '';
    },
  });
  return { place, draft, busy, sent, message };
}

test('a message sent while an answer is written goes out once, when it has ended', async () => {
  const { busy, sent, message } = composing();

  message.submit('and then?');
  message.submit('and then?');
  expect(message.waiting.value).toBe(true);
  expect(sent).toEqual([]);
  busy.value = false;
  await nextTick();
  busy.value = true;
  await nextTick();
  busy.value = false;
  await nextTick();

  expect(sent).toEqual(['and then?']);
  expect(message.waiting.value).toBe(false);
});

test('nothing waits when the way is free', () => {
  const { busy, sent, message } = composing();
  busy.value = false;

  message.submit('now');

  expect(sent).toEqual(['now']);
  expect(message.waiting.value).toBe(false);
});

test.each([
  ['it is changed', ({ draft }: Composing) => (draft.value = 'and then? No')],
  ['it is called off', ({ message }: Composing) => message.hold()],
  ['another conversation is opened', ({ place }: Composing) => (place.value = 'two')],
])('it stays a draft when %s', async (_, happens) => {
  const all = composing();
  all.message.submit('and then?');

  happens(all);
  await nextTick();
  all.place.value = 'one';
  all.busy.value = false;
  await nextTick();

  expect(all.sent).toEqual([]);
  expect(all.draft.value).not.toBe('');
});

test('it stays a draft when it may not go out after all, as when two answers have to be compared first', async () => {
  const { busy, sent, message } = composing({ mayGo: () => false });
  message.submit('and then?');

  busy.value = false;
  await nextTick();

  expect(sent).toEqual([]);
  expect(message.waiting.value).toBe(false);
});

test('it goes along into the conversation that its first message began', async () => {
  const { place, busy, sent, message } = composing();
  message.submit('and then?');

  message.moveTo('begun');
  place.value = 'begun';
  await nextTick();
  expect(message.waiting.value).toBe(true);
  busy.value = false;
  await nextTick();

  expect(sent).toEqual(['and then?']);
});

type Composing = ReturnType<typeof composing>;
