import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const ROTATE_AT_BYTES = 10 * 1024 * 1024;

/** Where Postgres writes its messages, and what it wrote since this start. */
export class ServerLog {
  private offset = 0;

  constructor(readonly path: string) {}

  /** Opens the log for appending. The caller closes the descriptor. A log grown large becomes `<path>.1`. */
  open(): number {
    if (existsSync(this.path) && statSync(this.path).size > ROTATE_AT_BYTES)
      renameSync(this.path, `${this.path}.1`);
    const descriptor = openSync(this.path, 'a', 0o640);
    this.offset = statSync(this.path).size;
    return descriptor;
  }

  /** At most the first 64 KiB written since `open`. */
  sinceOpen(): string {
    const descriptor = openSync(this.path, 'r');
    try {
      const buffer = Buffer.alloc(64 * 1024);
      return buffer.toString(
        'utf8',
        0,
        readSync(descriptor, buffer, 0, buffer.length, this.offset),
      );
    } finally {
      closeSync(descriptor);
    }
  }
}
