import type { ChatbotPage } from '@koi/contracts/http';
import { useToasts } from '@koi/ui';
import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import { nextTask } from '../../app/next-task.js';
import { useProblemText } from '../../app/useProblemText.js';
import { moveDraft } from '../composer/index.js';
import { ConsentDeclined } from '../participants/index.js';
import { useBranches } from './useBranches.js';
import type { useConversation } from './useConversation.js';
import { useRegenerating } from './useRegenerating.js';
import { useSending } from './useSending.js';
import { useStopping } from './useStopping.js';
import { useWaitingMessage } from './useWaitingMessage.js';

interface TurnActionsOptions {
  readonly chatbot: MaybeRefOrGetter<ChatbotPage>;
  readonly conversationId: MaybeRefOrGetter<string | undefined>;
  readonly talk: ReturnType<typeof useConversation>;
  readonly draft: Ref<string>;
  /** Two answers have to be compared before the conversation goes on. */
  readonly blocked: MaybeRefOrGetter<boolean>;
  /** The scroller: goes to the end for what is new there, and stays for what changes above it. */
  readonly scroll: { readonly toEnd: () => void; readonly stay: () => void };
  readonly onStarted: () => void;
}

/** What a participant does to a conversation: sends, edits, regenerates, stops, goes to another branch. */
export function useTurnActions(options: TurnActionsOptions) {
  const { talk, draft, scroll } = options;
  const { query, conversation, path, lastTurn, pendingTurn } = talk;
  const chatbot = computed(() => toValue(options.chatbot));
  const conversationId = computed(() => toValue(options.conversationId));
  const router = useRouter();
  const { show } = useToasts();
  const { problemText } = useProblemText();
  const complain = (problem: unknown): unknown => show(problemText(problem).text, { tone: 'bad' });

  const { outgoing, sending, failure, send, dismiss } = useSending({
    chatbot: () => chatbot.value.slug,
    conversationId,
    async onStarted({ id }) {
      moveDraft(chatbot.value.slug, id);
      waitingMessage.moveTo(id);
      return (await router.replace(`/c/${chatbot.value.slug}/${id}`)) === undefined;
    },
    onSent: talk.putTurn,
  });
  const { regenerating, regenerated, regenerate } = useRegenerating(
    () => chatbot.value.slug,
    (turn) => {
      if (conversationId.value) talk.putTurn(conversationId.value, turn);
    },
  );
  const branches = useBranches(conversation, path, talk.tellOtherTabs);
  const { stopping, stop } = useStopping(pendingTurn);
  const busy = computed(
    () => sending.value || regenerating.value || pendingTurn.value !== undefined,
  );

  const waitingMessage = useWaitingMessage({
    place: () => conversationId.value ?? chatbot.value.slug,
    draft,
    busy,
    // Whoever sees an answer fail, or a message come back, may want something else now.
    mayGo: () =>
      !toValue(options.blocked) &&
      failure.value === undefined &&
      lastTurn.value?.state !== 'failed',
    send: (text) => void submit(text),
  });

  /** What was refused may have been refused because of another tab. */
  async function refresh(): Promise<void> {
    if (conversationId.value) await query.refetch();
  }

  /** The end of the path that is shown; after a comparison the server says from which answer it goes on. */
  function position() {
    const { turn, candidateId } = path.value.at(-1) ?? {};
    if (!turn) return {};
    return turn.feedbackMode === 'rank'
      ? { parentTurnId: turn.id }
      : { parentCandidateId: candidateId };
  }

  /** A message has left the composer, and is on its way with the next task. */
  let leaving = false;
  async function submit(text: string): Promise<void> {
    // Two presses in one moment: the composer has not been drawn anew between them.
    if (sending.value || leaving) return;
    const from = conversationId.value;
    draft.value = '';
    // What the key does, and showing what is on its way, are a task each.
    leaving = true;
    await nextTask();
    leaving = false;
    scroll.toEnd();
    if (await send(text, position())) options.onStarted();
    // What was not sent comes back to be changed or sent again, unless something new was written meanwhile.
    else if (conversationId.value === from && draft.value === '') draft.value = text;
    if (failure.value !== undefined) void refresh();
  }

  async function edit(turnId: string, text: string): Promise<void> {
    if (sending.value) return;
    scroll.toEnd();
    if (await send(text, { editsTurnId: turnId })) options.onStarted();
    else void refresh();
  }

  function retry(): void {
    const { text = '', position: at } = outgoing.value ?? {};
    void (at?.editsTurnId ? edit(at.editsTurnId, text) : submit(text));
  }

  async function answerAnew(turnId: string): Promise<void> {
    if (busy.value) return;
    if (turnId === lastTurn.value?.id) scroll.toEnd();
    else scroll.stay();
    try {
      if (await regenerate(turnId)) options.onStarted();
    } catch (problem) {
      if (!(problem instanceof ConsentDeclined)) complain(problem);
      void refresh();
    }
  }

  function choose(chosen: Promise<void>): void {
    scroll.stay();
    void chosen.catch(complain);
  }

  return {
    outgoing,
    sending,
    failure,
    regenerating: computed(() => (regenerating.value ? regenerated.value : undefined)),
    busy,
    stopping,
    versionsOf: branches.versionsOf,
    submit,
    submitOrWait: waitingMessage.submit,
    waiting: waitingMessage.waiting,
    hold: waitingMessage.hold,
    edit,
    retry,
    dismiss,
    answerAnew,
    stop: () => stop(complain),
    chooseVersion: (turnId: string) => choose(branches.chooseVersion(turnId)),
    chooseAnswer: (candidateId: string) => choose(branches.chooseAnswer(candidateId)),
    stepBranch: (by: -1 | 1) => choose(branches.step(by)),
  };
}
