import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeldByProcess, makeDirectory, ProcessLock } from '@koi/embedded';
import { z } from 'zod';
import { CliFailed } from '../cli-failed.js';

const secrets = z.object({
  cookieSecret: z.string().min(32),
  dashboardToken: z.string().min(16),
  /** Seals what is typed into the dashboard; see `KOI_SECRET_KEY`. */
  secretKey: z.string().min(43),
});

/** What koi makes up once for an installation, and keeps. */
export type Secrets = z.infer<typeof secrets>;

interface Connection {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
}

/** The folder that holds everything of one koi: database, datasets, secrets, logs. */
export class DataDirectory {
  readonly postgres: string;
  readonly storage: string;
  readonly logs: string;
  private readonly connection: string;

  private constructor(
    readonly path: string,
    private readonly lock: ProcessLock,
  ) {
    this.postgres = join(path, 'postgres');
    this.storage = join(path, 'storage');
    this.logs = join(path, 'logs');
    this.connection = join(path, 'connection.env');
  }

  /** @throws CliFailed when it cannot be written, or another koi runs on it. */
  static open(path: string): DataDirectory {
    try {
      makeDirectory(path);
      const directory = new DataDirectory(path, ProcessLock.take(join(path, 'koi.lock')));
      for (const part of [directory.storage, directory.logs]) makeDirectory(part, 0o700);
      return directory;
    } catch (error) {
      if (error instanceof HeldByProcess)
        throw new CliFailed(
          `koi already runs on ${path} (process ${error.pid}). Stop it first, or choose another data directory with KOI_DATA_DIR or --data-dir.`,
        );
      throw unwritable(path, error);
    }
  }

  /** The secrets of this installation, made on the first call. Readable by the owner alone. */
  secrets(): Secrets {
    const file = join(this.path, 'secrets.json');
    const existing = readIfThere(file);
    const kept = existing === undefined ? {} : parseSecrets(existing, file);
    const made: Secrets = { ...newSecrets(), ...kept };
    // A koi of before may lack the ones that came later.
    if (Object.keys(made).every((name) => name in kept)) return made;
    try {
      writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw unwritable(this.path, error);
    }
    return made;
  }

  /**
   * Leaves the addresses of database and queues in `connection.env` while koi runs, so that a trainer started beside it
   * finds them. Readable by the owner alone: they hold the database's password.
   */
  publishConnection({ databaseUrl, redisUrl }: Connection): void {
    const lines = [`DATABASE_URL=${databaseUrl}`, ...(redisUrl ? [`REDIS_URL=${redisUrl}`] : [])];
    try {
      rmSync(this.connection, { force: true });
      writeFileSync(this.connection, `${lines.join('\n')}\n`, { mode: 0o600 });
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }

  /** Lets another koi use it. */
  close(): void {
    try {
      rmSync(this.connection, { force: true });
    } finally {
      this.lock.release();
    }
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CliFailed(`Cannot read ${file}. Start koi as the user who owns it.`);
  }
}

const newSecrets = (): Secrets => ({
  cookieSecret: randomBytes(32).toString('base64url'),
  dashboardToken: randomBytes(24).toString('base64url'),
  secretKey: randomBytes(32).toString('base64url'),
});

function parseSecrets(text: string, file: string): Omit<Secrets, 'secretKey'> & Partial<Secrets> {
  try {
    return secrets.partial({ secretKey: true }).parse(JSON.parse(text));
  } catch {
    throw new CliFailed(
      `${file} is damaged. Restore it, or remove it: koi then makes new secrets, everybody signs in again, and keys typed into the dashboard must be typed again.`,
    );
  }
}

function unwritable(path: string, error: unknown): CliFailed {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    code === 'ENOSPC'
      ? 'no disk space is left'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOENT'
        ? 'it is not writable'
        : message;
  return new CliFailed(
    `Cannot use the data directory ${path}: ${reason}. Mend that, or choose another one with KOI_DATA_DIR or --data-dir.`,
  );
}
