import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** A directory is held by another live process. */
export class HeldByProcess extends Error {
  override readonly name = 'HeldByProcess';
  constructor(
    readonly file: string,
    readonly pid: number,
  ) {
    super(`${file} is held by process ${pid}`);
  }
}

interface Holder {
  readonly pid: number;
  /** When that process started, so that a reused pid is not taken for it. */
  readonly started: string;
}

/** A lock file that names the process holding it. One left by a process that is gone counts as free. */
export class ProcessLock {
  private constructor(private readonly file: string) {}

  /**
   * @throws HeldByProcess when another live process holds it; the error of the file system when it cannot be written.
   */
  static take(file: string): ProcessLock {
    const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? '' });
    for (let attempt = 0; ; attempt++) {
      try {
        writeFileSync(file, mine, { flag: 'wx', mode: 0o644 });
        return new ProcessLock(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 4) throw error;
      }
      const holder = readHolder(file);
      if (holder && holder.pid !== process.pid && isAlive(holder))
        throw new HeldByProcess(file, holder.pid);
      rmSync(file, { force: true });
    }
  }

  /** Gives the lock back; harmless when it is already gone. */
  release(): void {
    if (readHolder(this.file)?.pid === process.pid) rmSync(this.file, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  const now = startOf(pid);
  return now !== undefined && (started === '' || now === '' || now === started);
}

/** When the process started, as an opaque text; '' when it lives but this system does not tell; undefined when gone. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  try {
    if (process.platform === 'linux') {
      // Field 22 of proc(5) stat; the name in field 2 may hold spaces, so count from its closing bracket.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
      if (fields?.[0] === 'Z') return undefined;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}:${fields?.[19] ?? ''}`;
    }
    if (process.platform === 'darwin')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
  return '';
}
