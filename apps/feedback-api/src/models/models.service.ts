import { Injectable } from '@nestjs/common';
import {
  fallbackProblems,
  type CreateModelBody,
  type listModels,
  type ModelConfig,
  type ModelRecord,
  type ResponseOf,
  type UpdateModelBody,
} from '@koi/contracts';
import { Transactions, type Tx } from '@koi/database';
import { InvalidInput } from '@koi/service';
import { DefinedInKoiYaml, NameTaken, NotInKoiYaml } from '../audit/audit.errors.js';
import { AuditService } from '../audit/audit.service.js';
import { assertUnchanged } from '../audit/record-revision.js';
import { modelRecordOf, shownModel } from './model-record.js';
import { ModelNotFound } from './models.errors.js';
import { ModelsRepository, type ModelRow } from './models.repository.js';
import { TypedKeys } from './typed-keys.js';

/** Models as the team sees and changes them. model-proxy reads their rows for every answer, so a change counts at once. */
@Injectable()
export class ModelsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly models: ModelsRepository,
    private readonly keys: TypedKeys,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<ResponseOf<typeof listModels>> {
    const rows = await this.models.find();
    return { items: rows.map(modelRecordOf), canTypeKeys: this.keys.canSeal };
  }

  /** @throws NameTaken, SecretKeyMissing, InvalidInput */
  create(actor: string, { name, config, key }: CreateModelBody): Promise<ModelRecord> {
    return this.transactions.run(async (tx) => {
      if (await this.models.idOf(tx, name)) throw new NameTaken(name);
      await this.assertFallback(tx, name, config);
      const sealedKey = this.keys.sealedFor(config, key, undefined);
      await this.models.save(tx, { name, config, sealedKey, source: 'dashboard' });
      const made = await this.models.idOf(tx, name);
      const row = await this.locked(tx, made?.id ?? '');
      await this.record(tx, actor, 'created', undefined, row);
      return modelRecordOf(row);
    });
  }

  /** @throws ModelNotFound, DefinedInKoiYaml, ChangedMeanwhile, KeyRequired, SecretKeyMissing, InvalidInput */
  update(
    actor: string,
    id: string,
    { config, key, revision }: UpdateModelBody,
  ): Promise<ModelRecord> {
    return this.transactions.run(async (tx) => {
      const before = await this.locked(tx, id);
      if (before.source === 'koi_yaml') throw new DefinedInKoiYaml(before.name);
      assertUnchanged(modelRecordOf(before).revision, revision);
      await this.assertFallback(tx, before.name, config);
      const sealedKey = this.keys.sealedFor(config, key, before);
      await this.models.save(tx, { name: before.name, config, sealedKey, source: 'dashboard' });
      const after = await this.locked(tx, id);
      if (modelRecordOf(after).revision !== revision)
        await this.record(tx, actor, 'changed', before, after);
      return modelRecordOf(after);
    });
  }

  /** Doing it again changes nothing. @throws ModelNotFound, NotInKoiYaml */
  switch(actor: string, id: string, enabled: boolean): Promise<ModelRecord> {
    return this.transactions.run(async (tx) => {
      const before = await this.locked(tx, id);
      if (before.enabled === enabled) return modelRecordOf(before);
      if (enabled && before.source === 'koi_yaml' && !before.heldOff)
        throw new NotInKoiYaml(before.name);
      await this.models.switch(tx, before, enabled);
      const after = await this.locked(tx, id);
      await this.record(tx, actor, enabled ? 'switched_on' : 'switched_off', before, after);
      return modelRecordOf(after);
    });
  }

  private async locked(tx: Tx, id: string): Promise<ModelRow> {
    const row = await this.models.lock(tx, id);
    if (!row) throw new ModelNotFound();
    return row;
  }

  /** A fallback has to be there, and chains of them must end. */
  private async assertFallback(tx: Tx, name: string, config: ModelConfig): Promise<void> {
    const others = await this.models.find(undefined, tx);
    const all = Object.fromEntries(others.map((row) => [row.name, row.settings as ModelConfig]));
    const [problem] = fallbackProblems({ ...all, [name]: config }).filter(
      ({ model, message }) => model === name || message.includes(name),
    );
    if (problem && config.fallback !== undefined)
      throw new InvalidInput([{ path: 'config.fallback', message: problem.message }]);
  }

  private record(
    tx: Tx,
    actor: string,
    action: 'created' | 'changed' | 'switched_on' | 'switched_off',
    before: ModelRow | undefined,
    after: ModelRow,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor,
      action,
      subjectKind: 'model',
      subjectId: after.id,
      subjectName: after.name,
      before: before ? { ...shownModel(before), enabled: before.enabled } : null,
      after: { ...shownModel(after), enabled: after.enabled },
    });
  }
}
