import { whenIdle } from '../../app/when-idle.js';
import { BlockStream } from './block-stream.js';

/**
 * So much is read in one task at first, while a browser still compiles what reads it, and later on, in UTF-16 code units.
 */
const FIRST = 500;
const AT_ONCE = 2_000;
const prepared = new Map<string, BlockStream>();

/** Reads a long finished answer before it is shown, a part at a time, so that neither reading nor showing is a long task. */
export async function prepareText(text: string): Promise<void> {
  const stream = new BlockStream();
  for (let read = FIRST; read < text.length; read += Math.min(read, AT_ONCE)) {
    await whenIdle(200);
    stream.update(text.slice(0, read), false);
  }
  await whenIdle(200);
  stream.update(text, true);
  // What was prepared for a conversation that is no longer opened goes.
  prepared.clear();
  prepared.set(text, stream);
}

/** The text as it was read, once; else nothing has been read of it. */
export function preparedText(text: string): BlockStream {
  const stream = prepared.get(text) ?? new BlockStream();
  prepared.delete(text);
  return stream;
}
