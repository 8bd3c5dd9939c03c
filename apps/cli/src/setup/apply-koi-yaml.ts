import type { ChatbotConfig, KoiYaml } from '@koi/contracts';
import {
  drawOf,
  saveChatbot,
  saveFileDraw,
  saveModel,
  saveReasons,
  type SaveOutcome,
} from '@koi/database';
import type { DataSource, EntityManager } from 'typeorm';

/** What applying koi.yaml changed, by name. All empty when the file was applied before. */
export interface AppliedChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly switchedOff: readonly string[];
}

type Changes = { [Kind in keyof AppliedChanges]: string[] };

/** Any number, the same for every koi: two starts must not apply two files at once. */
const APPLY_LOCK = 5_641_002;

/**
 * Makes the model, chatbot and chatbot_model rows say what koi.yaml says, in one transaction. What the file no longer
 * names is switched off, never deleted: conversations refer to it. Models that came from the dashboard or a training
 * are left alone, and so is what the team has set over koi.yaml at the dashboard: what it holds off, weights and roles.
 * Running it twice changes nothing.
 */
export async function applyKoiYaml(
  dataSource: DataSource,
  config: KoiYaml,
): Promise<AppliedChanges> {
  return dataSource.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [APPLY_LOCK]);
    const changes: Changes = { added: [], changed: [], switchedOff: [] };

    for (const [name, model] of Object.entries(config.models))
      note(
        changes,
        `model ${name}`,
        await saveModel(tx, { name, config: model, source: 'koi_yaml' }),
      );
    for (const [position, [slug, chatbot]] of Object.entries(config.chatbots).entries()) {
      const outcome = await saveChatbot(tx, {
        slug,
        config: chatbot,
        position,
        source: 'koi_yaml',
      });
      const drawChanged = await saveFileDraw(tx, slug, drawOf(chatbot));
      const reasonsChanged = await saveReasonsOf(tx, slug, chatbot);
      note(
        changes,
        `chatbot ${slug}`,
        outcome ?? (drawChanged || reasonsChanged ? 'changed' : undefined),
      );
    }
    changes.switchedOff.push(
      ...(await switchOff(tx, 'model', 'name', Object.keys(config.models))),
      ...(await switchOff(tx, 'chatbot', 'slug', Object.keys(config.chatbots))),
    );
    return changes;
  });
}

function note(changes: Changes, name: string, outcome: SaveOutcome): void {
  if (outcome) changes[outcome].push(name);
}

/** What people may give as reasons there; true when that is new. */
async function saveReasonsOf(
  tx: EntityManager,
  slug: string,
  { reasons }: ChatbotConfig,
): Promise<boolean> {
  const [chatbot] = await tx.query<{ id: string }[]>(`select id from chatbot where slug = $1`, [
    slug,
  ]);
  if (!chatbot) throw new Error(`The chatbot ${slug} was saved a moment ago.`);
  return saveReasons(tx, chatbot.id, reasons);
}

async function switchOff(
  tx: EntityManager,
  table: 'model' | 'chatbot',
  nameColumn: 'name' | 'slug',
  kept: readonly string[],
): Promise<string[]> {
  const [rows] = await tx.query<[{ name: string; was: boolean }[], number]>(
    `update ${table} as now set enabled = false, held_off = false, updated_at = now()
     from ${table} as before
     where before.id = now.id and now.source = 'koi_yaml' and (now.enabled or now.held_off)
       and now.${nameColumn} <> all ($1)
     returning now.${nameColumn} as name, before.enabled as was`,
    [kept],
  );
  return rows.filter(({ was }) => was).map(({ name }) => `${table} ${name}`);
}
