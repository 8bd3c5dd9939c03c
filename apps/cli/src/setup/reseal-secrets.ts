import { isSealed, modelKeyPurpose, type SecretKeys } from '@koi/config';
import { modelAddress } from '@koi/contracts';
import { ModelEntity } from '@koi/database';
import { IsNull, Not, type DataSource } from 'typeorm';

/**
 * Seals the keys of models anew that an older key of `KOI_SECRET_KEY` sealed, so that the older one can be removed.
 * Returns the names of their models. Running it twice changes nothing.
 */
export async function resealSecrets(dataSource: DataSource, keys: SecretKeys): Promise<string[]> {
  return dataSource.transaction(async (tx) => {
    const models = await tx.find(ModelEntity, {
      where: { secretReference: Not(IsNull()) },
      order: { name: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const resealed: string[] = [];
    for (const { id, name, settings, secretReference } of models) {
      const address = modelAddress(settings);
      if (!secretReference || !isSealed(secretReference) || address === undefined) continue;
      if (keys.standingOf(secretReference) !== 'older') continue;
      const purpose = modelKeyPurpose(address);
      const sealed = keys.seal(keys.open(secretReference, purpose), purpose);
      await tx.update(ModelEntity, { id }, { secretReference: sealed });
      resealed.push(name);
    }
    return resealed;
  });
}
