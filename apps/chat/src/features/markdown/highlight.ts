import type { Coloured } from './code-lines.js';

export interface HighlightRequest {
  readonly id: number;
  readonly code: string;
  readonly language: string;
}

export interface HighlightReply {
  readonly id: number;
  /** Undefined when there is no grammar for the language. */
  readonly pieces: Coloured[][] | undefined;
}

/** Longer code is shown plain, in UTF-16 code units: so many coloured pieces would make the page itself slow. */
const MAX_LENGTH = 100_000;

const waiting = new Map<number, (pieces: Coloured[][] | undefined) => void>();
let worker: Worker | undefined;
let last = 0;

/** Colours code, in pieces of lines as `inPieces` cuts it; `undefined` for languages that are not known. */
export async function highlight(code: string, language: string): Promise<Coloured[][] | undefined> {
  if (code.length > MAX_LENGTH) return undefined;
  try {
    worker ??= startWorker();
  } catch {
    // A page of an origin of its own, such as a preview, may start none: its code stays plain.
    return undefined;
  }
  const id = ++last;
  const pieces = new Promise<Coloured[][] | undefined>((resolve) => waiting.set(id, resolve));
  worker.postMessage({ id, code, language } satisfies HighlightRequest);
  return pieces;
}

function startWorker(): Worker {
  const started = new Worker(new URL('./highlight.worker.ts', import.meta.url), {
    type: 'module',
  });
  started.addEventListener('message', ({ data }: MessageEvent<HighlightReply>) => {
    waiting.get(data.id)?.(data.pieces);
    waiting.delete(data.id);
  });
  // What waits for a worker that cannot run stays plain; the next code tries another one.
  started.addEventListener('error', () => {
    for (const resolve of waiting.values()) resolve(undefined);
    waiting.clear();
    worker = undefined;
  });
  return started;
}
