import { Inject, Injectable } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import type {
  BodyOutputOf,
  ChatbotRecord,
  createChatbot,
  listChatbotRecords,
  ResponseOf,
  setDraw,
  updateChatbot,
} from '@koi/contracts';
import { drawOf, Transactions, type DrawEntry, type Tx } from '@koi/database';
import { CONFIG, InvalidInput } from '@koi/service';
import { DefinedInKoiYaml, NameTaken, NotInKoiYaml } from '../audit/audit.errors.js';
import { AuditService } from '../audit/audit.service.js';
import { assertUnchanged } from '../audit/record-revision.js';
import { chatbotRecordOf, shownChatbot } from './chatbot-record.js';
import { ChatbotNotFound } from './chatbots.errors.js';
import { ChatbotsRepository, type ChatbotRow } from './chatbots.repository.js';

/** Chatbots as the team sees and changes them. The gateway reads their rows for every message, so a change counts at once. */
@Injectable()
export class ChatbotsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly chatbots: ChatbotsRepository,
    private readonly audit: AuditService,
    @Inject(CONFIG) private readonly config: FeedbackApiConfig,
  ) {}

  async list(): Promise<ResponseOf<typeof listChatbotRecords>> {
    return {
      items: (await this.chatbots.find()).map(chatbotRecordOf),
      chatUrl: this.config.KOI_CHAT_URL ?? null,
    };
  }

  /** @throws NameTaken, InvalidInput */
  create(
    actor: string,
    { slug, config }: BodyOutputOf<typeof createChatbot>,
  ): Promise<ChatbotRecord> {
    return this.transactions.run(async (tx) => {
      if (await this.chatbots.idOf(tx, slug)) throw new NameTaken(slug);
      const draw = drawOf(config);
      await this.assertModels(tx, draw, 'config.models');
      await this.chatbots.save(tx, { slug, config, source: 'dashboard' });
      const id = (await this.chatbots.idOf(tx, slug))?.id ?? '';
      await this.chatbots.saveDraw(tx, id, draw);
      const row = await this.locked(tx, id);
      await this.record(tx, actor, 'created', undefined, row);
      return chatbotRecordOf(row);
    });
  }

  /** @throws ChatbotNotFound, DefinedInKoiYaml, ChangedMeanwhile, InvalidInput */
  update(
    actor: string,
    id: string,
    { config, revision }: BodyOutputOf<typeof updateChatbot>,
  ): Promise<ChatbotRecord> {
    return this.change(actor, id, revision, async (tx, before) => {
      if (before.source === 'koi_yaml') throw new DefinedInKoiYaml(before.slug);
      const draw = drawOf(config);
      await this.assertModels(tx, draw, 'config.models');
      await this.chatbots.save(tx, { slug: before.slug, config, source: 'dashboard' });
      await this.chatbots.saveDraw(tx, id, draw);
    });
  }

  /** @throws ChatbotNotFound, ChangedMeanwhile, InvalidInput */
  setDraw(
    actor: string,
    id: string,
    { draw, revision }: BodyOutputOf<typeof setDraw>,
  ): Promise<ChatbotRecord> {
    return this.change(actor, id, revision, async (tx) => {
      await this.assertModels(tx, draw, 'draw');
      await this.chatbots.saveDraw(tx, id, draw);
    });
  }

  /** Doing it again changes nothing. @throws ChatbotNotFound, NotInKoiYaml */
  switch(actor: string, id: string, enabled: boolean): Promise<ChatbotRecord> {
    return this.transactions.run(async (tx) => {
      const before = await this.locked(tx, id);
      if (before.enabled === enabled) return chatbotRecordOf(before);
      if (enabled && before.source === 'koi_yaml' && !before.heldOff)
        throw new NotInKoiYaml(before.slug);
      await this.chatbots.switch(tx, before, enabled);
      const after = await this.locked(tx, id);
      await this.record(tx, actor, enabled ? 'switched_on' : 'switched_off', before, after);
      return chatbotRecordOf(after);
    });
  }

  private change(
    actor: string,
    id: string,
    revision: string,
    work: (tx: Tx, before: ChatbotRow) => Promise<void>,
  ): Promise<ChatbotRecord> {
    return this.transactions.run(async (tx) => {
      const before = await this.locked(tx, id);
      assertUnchanged(chatbotRecordOf(before).revision, revision);
      await work(tx, before);
      const after = await this.locked(tx, id);
      if (chatbotRecordOf(after).revision !== revision)
        await this.record(tx, actor, 'changed', before, after);
      return chatbotRecordOf(after);
    });
  }

  private async locked(tx: Tx, id: string): Promise<ChatbotRow> {
    const row = await this.chatbots.lock(tx, id);
    if (!row) throw new ChatbotNotFound();
    return row;
  }

  private async assertModels(tx: Tx, draw: readonly DrawEntry[], path: string): Promise<void> {
    const names = draw.map(({ model }) => model);
    const known = await this.chatbots.modelNames(tx, names);
    const issues = names.flatMap((name, index) => [
      ...(known.includes(name)
        ? []
        : [{ path: `${path}.${index}.model`, message: `there is no model "${name}"` }]),
      ...(names.indexOf(name) < index
        ? [{ path: `${path}.${index}.model`, message: `"${name}" is named twice` }]
        : []),
    ]);
    if (issues.length > 0) throw new InvalidInput(issues);
  }

  private record(
    tx: Tx,
    actor: string,
    action: 'created' | 'changed' | 'switched_on' | 'switched_off',
    before: ChatbotRow | undefined,
    after: ChatbotRow,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor,
      action,
      subjectKind: 'chatbot',
      subjectId: after.id,
      subjectName: after.slug,
      before: before ? { ...shownChatbot(before), enabled: before.enabled } : null,
      after: { ...shownChatbot(after), enabled: after.enabled },
    });
  }
}
