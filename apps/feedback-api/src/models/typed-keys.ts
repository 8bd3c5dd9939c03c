import { Inject, Injectable } from '@nestjs/common';
import { isSealed, modelKeyPurpose, type FeedbackApiConfig } from '@koi/config';
import { modelAddress, type ModelConfig } from '@koi/contracts';
import { CONFIG, InvalidInput } from '@koi/service';
import { KeyRequired, SecretKeyMissing } from './models.errors.js';

interface Stored {
  readonly settings: Record<string, unknown>;
  readonly secretReference: string | null;
}

/** Seals what is typed in for the address it is meant for; a typed key is readable nowhere after this. */
@Injectable()
export class TypedKeys {
  constructor(@Inject(CONFIG) private readonly config: FeedbackApiConfig) {}

  get canSeal(): boolean {
    return this.config.KOI_SECRET_KEY.canSeal;
  }

  /** @throws SecretKeyMissing; InvalidInput for a model that takes no key. */
  seal(key: string, config: ModelConfig): string {
    const address = modelAddress(config);
    if (address === undefined)
      throw new InvalidInput([{ path: 'key', message: `${config.connector} takes no key` }]);
    if (!this.canSeal) throw new SecretKeyMissing();
    return this.config.KOI_SECRET_KEY.seal(key, modelKeyPurpose(address));
  }

  /**
   * The sealed key of a model with these settings: the one just typed, none, or the stored one.
   *
   * @throws KeyRequired when the stored key belongs to another address.
   */
  sealedFor(
    config: ModelConfig,
    key: string | null | undefined,
    stored: Stored | undefined,
  ): string | undefined {
    if (typeof key === 'string') return this.seal(key, config);
    const kept = stored?.secretReference;
    if (key === null || !kept || !isSealed(kept)) return undefined;
    if (modelAddress(config) !== modelAddress(stored.settings)) throw new KeyRequired();
    return kept;
  }
}
