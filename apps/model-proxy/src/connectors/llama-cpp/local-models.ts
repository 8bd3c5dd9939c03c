import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ModelProxyConfig } from '@koi/config';
import type { LlamaCppModel } from '@koi/contracts';
import { CONFIG } from '@koi/service';
import { UpstreamFailure } from '../upstream-failure.js';
import type { LlamaSettings } from './llama-messages.js';
import { LlamaProcess } from './llama-process.js';
import { runtimeEntry } from './llama-runtime.js';

type Folders = Pick<ModelProxyConfig, 'KOI_MODELS_DIR' | 'KOI_LLAMA_CPP_DIR'>;

/** The models this model-proxy runs itself: one process a model, kept from answer to answer. */
@Injectable()
export class LocalModels implements OnApplicationShutdown {
  private readonly processes = new Map<string, { settings: string; process: LlamaProcess }>();

  constructor(@Inject(CONFIG) private readonly folders: Folders) {}

  /**
   * The process of a model. One whose settings have changed gets a new one; the old one ends after its last answer.
   *
   * @throws UpstreamFailure of kind `misconfigured` when the file or llama.cpp is not there.
   */
  of(name: string, model: LlamaCppModel): LlamaProcess {
    const settings = this.settingsOf(model);
    const key = JSON.stringify(settings);
    const running = this.processes.get(name);
    if (running?.settings === key) return running.process;
    running?.process.retire();
    const process = new LlamaProcess(settings);
    this.processes.set(name, { settings: key, process });
    return process;
  }

  onApplicationShutdown(): void {
    for (const { process } of this.processes.values()) process.end();
  }

  private settingsOf(model: LlamaCppModel): LlamaSettings {
    const { KOI_MODELS_DIR, KOI_LLAMA_CPP_DIR } = this.folders;
    const file = resolve(KOI_MODELS_DIR, model.file);
    if (!existsSync(file))
      throw new UpstreamFailure(
        'misconfigured',
        `The file ${file} is not there. "koi model pull" brings models.`,
      );
    const runtime = resolve(KOI_LLAMA_CPP_DIR);
    if (!existsSync(runtimeEntry(runtime)))
      throw new UpstreamFailure(
        'misconfigured',
        `llama.cpp is not installed in ${runtime}. "koi model pull" and "koi up" install it.`,
      );
    return {
      runtime,
      file,
      contextTokens: model.contextTokens,
      sequences: model.concurrency,
      threads: model.threads ?? Math.max(1, availableParallelism() - 1),
    };
  }
}
