import {
  createWriteStream,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  type WriteStream,
} from 'node:fs';
import { join } from 'node:path';

const ROTATE_AT_BYTES = 10 * 1024 * 1024;

/** The log file of one service. One grown large becomes `<name>.log.1` at the next start. */
export class ServiceLog {
  readonly path: string;
  private readonly stream: WriteStream;
  private written: number;

  constructor(
    folder: string,
    private readonly name: string,
    private readonly show: boolean,
  ) {
    this.path = join(folder, `${name}.log`);
    if (existsSync(this.path) && statSync(this.path).size > ROTATE_AT_BYTES)
      renameSync(this.path, `${this.path}.1`);
    this.written = existsSync(this.path) ? statSync(this.path).size : 0;
    this.stream = createWriteStream(this.path, { flags: 'a', mode: 0o600 });
    // A full disk must not end the launcher.
    this.stream.on('error', () => undefined);
  }

  /** Where the next `write` goes; see `readableSince`. */
  get position(): number {
    return this.written;
  }

  write(chunk: Buffer): void {
    this.written += chunk.length;
    this.stream.write(chunk);
    if (this.show) process.stdout.write(`${this.name}: ${chunk.toString()}`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.stream.end(resolve));
  }

  /** The last thing the service said about its trouble since `position`, as a person can read it. */
  readableSince(position: number): string | undefined {
    const lines = readFileSync(this.path).subarray(position).toString().trim().split('\n');
    const plain = lines.filter((line) => line !== '' && !line.startsWith('{'));
    const troubles = lines.map(troubleOf).filter((text) => text !== undefined);
    return troubles.at(-1) ?? (plain.length > 0 ? plain.slice(-6).join('\n') : undefined);
  }
}

/** The text of a JSON log line of level error (50) or above. */
function troubleOf(line: string): string | undefined {
  try {
    const { level, msg, err } = JSON.parse(line) as {
      level?: number | string;
      msg?: string;
      err?: { message?: string };
    };
    const serious =
      typeof level === 'number' ? level >= 50 : level === 'error' || level === 'fatal';
    return serious ? [msg, err?.message].filter(Boolean).join(': ') : undefined;
  } catch {
    return undefined;
  }
}
