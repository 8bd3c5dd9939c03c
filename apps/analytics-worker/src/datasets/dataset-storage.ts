import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { AnalyticsWorkerConfig } from '@koi/config';
import type { DatasetFile } from '@koi/contracts';
import { CONFIG } from '@koi/service';

/** Where versions stand: `<storage>/datasets/<version id>/`. A directory there is complete. */
@Injectable()
export class DatasetStorage {
  private readonly root: string;

  constructor(@Inject(CONFIG) config: Pick<AnalyticsWorkerConfig, 'KOI_STORAGE_DIR'>) {
    this.root = join(config.KOI_STORAGE_DIR, 'datasets');
  }

  directory(versionId: string): string {
    return join(this.root, versionId);
  }

  /** Begins a version anew: whatever a crashed build of it has left is removed. */
  async begin(versionId: string): Promise<DatasetDraft> {
    await this.discard(versionId);
    // Beside its final place, so that the move is one rename within one file system.
    const draft = join(this.drafts(versionId), `build-${randomUUID()}`);
    await mkdir(draft, { recursive: true });
    return new DatasetDraft(draft, this.directory(versionId));
  }

  /** Removes drafts and an unannounced directory. Only for a version that is not ready. */
  async discard(versionId: string): Promise<void> {
    await rm(this.drafts(versionId), { recursive: true, force: true });
    await rm(this.directory(versionId), { recursive: true, force: true });
  }

  private drafts(versionId: string): string {
    return join(this.root, `.${versionId}`);
  }
}

/** A version that is being written. Nobody sees it before `publish`. */
export class DatasetDraft {
  constructor(
    private readonly directory: string,
    private readonly target: string,
  ) {}

  async create(name: string): Promise<DraftFile> {
    return new DraftFile(name, await open(join(this.directory, name), 'wx'));
  }

  /** Makes all of it visible at once, and durable: after a crash it is there whole or not at all. */
  async publish(): Promise<void> {
    await syncDirectory(this.directory);
    await rename(this.directory, this.target);
    await syncDirectory(dirname(this.target));
    await rm(dirname(this.directory), { recursive: true, force: true });
  }

  async discard(): Promise<void> {
    await rm(dirname(this.directory), { recursive: true, force: true });
  }
}

/** Lines are written in blocks of about this many characters. */
const BLOCK_LENGTH = 256 * 1024;

/** A file that is hashed while it is written. */
export class DraftFile {
  private readonly hash = createHash('sha256');
  private block: string[] = [];
  private blockLength = 0;
  private rows = 0;
  private bytes = 0;

  constructor(
    private readonly name: string,
    private readonly handle: FileHandle,
  ) {}

  /** Adds one row as a line of JSON. */
  async append(row: unknown): Promise<void> {
    this.rows += 1;
    await this.write(`${JSON.stringify(row)}\n`);
  }

  async write(text: string): Promise<void> {
    this.block.push(text);
    this.blockLength += text.length;
    if (this.blockLength >= BLOCK_LENGTH) await this.flush();
  }

  /** Brings it to the disk and closes it. */
  async finish(): Promise<DatasetFile> {
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
    const { name, rows, bytes } = this;
    return { name, rows, bytes, sha256: this.hash.digest('hex') };
  }

  /** Closes it as it is; for a build that has failed. */
  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(this.block.join(''), 'utf8');
    this.block = [];
    this.blockLength = 0;
    this.hash.update(bytes);
    await this.handle.appendFile(bytes);
    this.bytes += bytes.length;
  }
}

/** A rename is durable once its directory is. Windows does not open directories, and needs no such call. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
