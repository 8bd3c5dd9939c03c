import { policySettings, type ChatbotConfig, type KoiYaml, type ModelConfig } from '@koi/contracts';
import { newId, saveReasons } from '@koi/database';
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
 * are left alone. Running it twice changes nothing.
 */
export async function applyKoiYaml(
  dataSource: DataSource,
  config: KoiYaml,
): Promise<AppliedChanges> {
  return dataSource.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [APPLY_LOCK]);
    const changes: Changes = { added: [], changed: [], switchedOff: [] };

    for (const [name, model] of Object.entries(config.models))
      note(changes, `model ${name}`, await saveModel(tx, name, model));
    for (const [position, [slug, chatbot]] of Object.entries(config.chatbots).entries()) {
      const outcome = await saveChatbot(tx, slug, chatbot, position);
      const drawChanged = await saveDraw(tx, slug, chatbot);
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

type Outcome = 'added' | 'changed' | undefined;

function note(changes: Changes, name: string, outcome: Outcome): void {
  if (outcome) changes[outcome].push(name);
}

/** One row back: it was inserted or differed. No row: it was already so. `xmax = 0` tells an insert from an update. */
async function upsert(tx: EntityManager, sql: string, values: unknown[]): Promise<Outcome> {
  const [row] = await tx.query<{ inserted: boolean }[]>(sql, values);
  if (!row) return undefined;
  return row.inserted ? 'added' : 'changed';
}

function saveModel(tx: EntityManager, name: string, model: ModelConfig): Promise<Outcome> {
  const { connector, label = name, parameters, ...rest } = model;
  const { apiKey = null, ...settings } = 'apiKey' in rest ? rest : { ...rest, apiKey: undefined };
  return upsert(
    tx,
    `insert into model (id, name, label, connector, settings, secret_reference, parameters, source)
     values ($1, $2, $3, $4, $5, $6, $7, 'koi_yaml')
     on conflict (name) do update set
       label = excluded.label, connector = excluded.connector, settings = excluded.settings,
       secret_reference = excluded.secret_reference, parameters = excluded.parameters,
       source = excluded.source, enabled = true, updated_at = now(),
       version = model.version + case when
         (model.connector, model.settings - $8::text[], model.secret_reference, model.parameters) is distinct from
         (excluded.connector, excluded.settings - $8::text[], excluded.secret_reference, excluded.parameters)
         then 1 else 0 end
     where (model.label, model.connector, model.settings, model.secret_reference, model.parameters,
            model.source, model.enabled) is distinct from
           (excluded.label, excluded.connector, excluded.settings, excluded.secret_reference, excluded.parameters,
            excluded.source, true)
     returning (xmax = 0) as inserted`,
    [
      newId(),
      name,
      label,
      connector,
      JSON.stringify(settings),
      apiKey,
      JSON.stringify(parameters),
      policySettings,
    ],
  );
}

function saveChatbot(
  tx: EntityManager,
  slug: string,
  chatbot: ChatbotConfig,
  position: number,
): Promise<Outcome> {
  const columns = {
    title: chatbot.title,
    description: chatbot.description,
    welcome: chatbot.welcome,
    starters: JSON.stringify(chatbot.starters),
    feedback_mode: chatbot.feedback,
    system_prompt: chatbot.systemPrompt,
    parameters: JSON.stringify(chatbot.parameters),
    consent_text: chatbot.consent ?? null,
    access: chatbot.access,
    reveal_models: chatbot.revealModels,
    position,
    source: 'koi_yaml',
    enabled: true,
  };
  const names = Object.keys(columns);
  const list = (prefix: string) => names.map((name) => `${prefix}${name}`).join(', ');
  return upsert(
    tx,
    `insert into chatbot (id, slug, ${list('')})
     values ($1, $2, ${names.map((_, index) => `$${index + 3}`).join(', ')})
     on conflict (slug) do update set
       ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = now()
     where (${list('chatbot.')}) is distinct from (${list('excluded.')})
     returning (xmax = 0) as inserted`,
    [newId(), slug, ...Object.values(columns)],
  );
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

/** Which models the chatbot draws, and how often; true when that changed. */
async function saveDraw(
  tx: EntityManager,
  slug: string,
  { models }: ChatbotConfig,
): Promise<boolean> {
  const drawn = models.map((entry) =>
    typeof entry === 'string' ? { model: entry, weight: 1, role: 'live' } : entry,
  );
  const saved = await tx.query<unknown[]>(
    `insert into chatbot_model (chatbot_id, model_id, weight, role)
     select chatbot.id, model.id, wanted.weight, wanted.role
     from jsonb_to_recordset($2::jsonb) as wanted (model text, weight double precision, role text)
     join model on model.name = wanted.model
     join chatbot on chatbot.slug = $1
     on conflict (chatbot_id, model_id) do update set weight = excluded.weight, role = excluded.role
     where (chatbot_model.weight, chatbot_model.role) is distinct from (excluded.weight, excluded.role)
     returning 1`,
    [slug, JSON.stringify(drawn)],
  );
  const [off] = await tx.query<[unknown[], number]>(
    `update chatbot_model set role = 'off'
     from chatbot, model
     where chatbot.id = chatbot_id and model.id = model_id and chatbot.slug = $1
       and model.source = 'koi_yaml' and role <> 'off' and model.name <> all ($2)
     returning 1`,
    [slug, drawn.map(({ model }) => model)],
  );
  return saved.length + off.length > 0;
}

async function switchOff(
  tx: EntityManager,
  table: 'model' | 'chatbot',
  nameColumn: 'name' | 'slug',
  kept: readonly string[],
): Promise<string[]> {
  const [rows] = await tx.query<[{ name: string }[], number]>(
    `update ${table} set enabled = false, updated_at = now()
     where source = 'koi_yaml' and enabled and ${nameColumn} <> all ($1)
     returning ${nameColumn} as name`,
    [kept],
  );
  return rows.map(({ name }) => `${table} ${name}`);
}
