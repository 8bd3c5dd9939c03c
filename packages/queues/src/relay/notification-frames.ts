/** A notification of Postgres holds less than 8,000 bytes. */
const FRAME_BYTES = 7_900;

/**
 * Writes messages as notifications, the long ones in parts. The number in front tells equal messages of one transaction
 * apart, of which Postgres would deliver one; with the sender's name it also holds the parts of a message together.
 */
export class FrameWriter {
  private count = 0;

  constructor(private readonly sender: string) {}

  frames(topic: string, json: string): string[] {
    const head = `${this.sender}.${(this.count++).toString(36)}`;
    const whole = `${head} 1/1 ${topic} ${json}`;
    if (Buffer.byteLength(whole) < FRAME_BYTES) return [whole];
    // ASCII alone can be cut anywhere.
    const text = `${topic} ${json.replace(/[\u0080-\uffff]/g, escaped)}`;
    const size = FRAME_BYTES - head.length - 20;
    const count = Math.ceil(text.length / size);
    return Array.from(
      { length: count },
      (_, index) => `${head} ${index + 1}/${count} ${text.slice(index * size, (index + 1) * size)}`,
    );
  }
}

/** Puts messages together again. A part that is missing takes its message with it. */
export class FrameReader {
  private readonly parts = new Map<string, string>();

  constructor(private readonly take: (topic: string, json: string) => void) {}

  read(frame: string): void {
    const found = /^(\S+) (\d+)\/(\d+) /.exec(frame);
    if (!found) return;
    const [start, head = '', part, count] = found;
    const sender = head.slice(0, head.indexOf('.'));
    const rest = frame.slice(start.length);
    if (count === '1') return this.give(rest);
    const before = part === '1' ? `${head} 0 ` : this.parts.get(sender);
    this.parts.delete(sender);
    if (!before?.startsWith(`${head} ${Number(part) - 1} `)) return;
    const text = before.slice(before.indexOf(' ', head.length + 1) + 1) + rest;
    if (part === count) this.give(text);
    else this.parts.set(sender, `${head} ${part} ${text}`);
  }

  private give(text: string): void {
    const end = text.indexOf(' ');
    this.take(text.slice(0, end), text.slice(end + 1));
  }
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
