import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import { CONFIG } from '@koi/service';

export interface StoredFile {
  readonly handle: FileHandle;
  readonly bytes: number;
}

/** Where analytics-worker leaves versions: `<storage>/datasets/<version id>/{manifest.json,<files>}`. */
@Injectable()
export class DatasetStorage {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<FeedbackApiConfig, 'KOI_STORAGE_DIR'>,
  ) {}

  /** Opens a file, to be closed by whoever reads it; `undefined` when it is not there. `file` is a bare name. */
  async open(versionId: string, file: string): Promise<StoredFile | undefined> {
    const path = join(this.config.KOI_STORAGE_DIR, 'datasets', versionId, file);
    let handle: FileHandle;
    try {
      handle = await open(path, 'r');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    try {
      return { handle, bytes: (await handle.stat()).size };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
