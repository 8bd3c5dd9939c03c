import {
  PREVIEW_READY,
  previewRequest,
  type PreviewDraft,
  type PreviewLook,
  type PreviewOrder,
  type PreviewRequest,
} from '@koi/contracts/events';
import { onScopeDispose, watch, type Ref } from 'vue';

interface PreviewSources {
  readonly draft: () => PreviewDraft;
  readonly look: () => PreviewLook;
  /** Has an answer written: told what there is of it, and how it ended. Ends when `signal` aborts. */
  readonly answer: (asked: Asked, signal: AbortSignal) => void;
}

export interface Asked {
  readonly candidateIds: readonly string[];
  readonly path: Extract<PreviewRequest, { type: 'ask' }>['path'];
  readonly tell: (order: PreviewOrder) => void;
}

/**
 * The dashboard's side of a preview: gives the frame the draft as it is typed, and answers what it asks. The frame has an
 * origin of its own, so it is known by its window alone, and everything goes over a port that only it is given.
 */
export function usePreview(frame: Ref<HTMLIFrameElement | null>, sources: PreviewSources): void {
  let port: MessagePort | undefined;
  let running = new Map<string, AbortController>();

  const tell = (order: PreviewOrder): void => port?.postMessage(order);
  // A draft is typed into reactive fields, and those cannot be sent.
  const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
  const tellLook = (): void => tell({ type: 'look', look: { ...sources.look() } });
  const tellDraft = (): void => tell({ type: 'draft', draft: plain(sources.draft()) });

  function stopAll(): void {
    for (const controller of running.values()) controller.abort();
    running = new Map();
  }

  function take({ data }: MessageEvent<unknown>): void {
    const request = previewRequest.safeParse(data);
    if (!request.success) return;
    const { candidateIds } = request.data;
    if (request.data.type === 'stop') {
      for (const id of candidateIds) running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    for (const id of candidateIds) running.set(id, controller);
    sources.answer({ candidateIds, path: request.data.path, tell }, controller.signal);
  }

  function greet({ source, data }: MessageEvent<unknown>): void {
    const target = frame.value?.contentWindow;
    if (!target || source !== target || data !== PREVIEW_READY) return;
    stopAll();
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = take;
    target.postMessage(PREVIEW_READY, '*', [channel.port2]);
    tellLook();
    tellDraft();
  }

  addEventListener('message', greet);
  watch(sources.look, tellLook, { deep: true });
  watch(sources.draft, tellDraft, { deep: true });
  onScopeDispose(() => {
    removeEventListener('message', greet);
    stopAll();
    port?.close();
  });
}
