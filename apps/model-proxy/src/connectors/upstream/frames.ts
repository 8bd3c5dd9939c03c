import { createParser } from 'eventsource-parser';

/** Nothing that is read as one is as long as this (in UTF-16 code units); an endless line must not fill the memory. */
const LINE_LIMIT = 8 * 1024 * 1024;

/** A line of a stream, or an answer read as a whole, was longer than 8 MiB. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/** Frames that came together. A reader that takes its time gets more of them at once. */
export type Frames = AsyncGenerator<readonly string[]>;

/** The `data` of Server-Sent Events (WHATWG HTML, 9.2); the last one also without the empty line behind it. */
export async function* eventData(body: AsyncIterable<Uint8Array>): Frames {
  const waiting: string[] = [];
  const parser = createParser({
    maxBufferSize: LINE_LIMIT,
    onEvent: ({ data }) => waiting.push(data),
    onError: (error) => {
      // Fields a server made up are skipped, as the standard says; a line without end is not.
      if (error.type === 'max-buffer-size-exceeded') throw new LineTooLong();
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (waiting.length > 0) yield waiting.splice(0);
  }
  parser.feed(`${decoder.decode()}\n\n`);
  if (waiting.length > 0) yield waiting.splice(0);
}

/** The lines of newline-delimited JSON; empty ones are skipped. */
export async function* lines(body: AsyncIterable<Uint8Array>): Frames {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > LINE_LIMIT) throw new LineTooLong();
    const full = parts.filter((part) => part.trim() !== '');
    if (full.length > 0) yield full;
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield [rest];
}

/** Plain text as it comes; a character whose bytes come apart waits for its last. */
export async function* plainText(body: AsyncIterable<Uint8Array>): Frames {
  const decoder = new TextDecoder();
  for await (const bytes of body) yield [decoder.decode(bytes, { stream: true })];
  yield [decoder.decode()];
}

/** All of a body as one text. */
export async function whole(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > LINE_LIMIT) throw new LineTooLong();
  }
  return text + decoder.decode();
}
