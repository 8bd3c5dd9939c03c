import { expect, test } from '@jest/globals';
import { ref } from 'vue';
import { memoryStorage } from '../../app/storage.js';
import { moveDraft, useDraft } from './useDraft.js';

test('each conversation keeps its own draft, through a reload too', () => {
  const storage = memoryStorage();
  const place = ref('one');
  const draft = useDraft(place, storage);

  draft.value = 'half a thought';
  place.value = 'two';
  expect(draft.value).toBe('');
  draft.value = 'another';
  place.value = 'one';

  expect(draft.value).toBe('half a thought');
  expect(useDraft('two', storage).value).toBe('another');
});

test('a draft that was sent leaves nothing behind', () => {
  const storage = memoryStorage();
  const draft = useDraft('one', storage);

  draft.value = 'text';
  draft.value = '';

  expect(storage.getItem('koi-draft:one')).toBeNull();
});

test('what is written while a conversation starts goes along into it', () => {
  const storage = memoryStorage();
  const place = ref('chatbot');
  const draft = useDraft(place, storage);
  draft.value = 'and another thing';

  moveDraft('chatbot', 'conversation', storage);
  place.value = 'conversation';

  expect(draft.value).toBe('and another thing');
  expect(useDraft('chatbot', storage).value).toBe('');
});
