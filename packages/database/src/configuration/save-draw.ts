import type { ChatbotConfig, ModelRole } from '@koi/contracts';
import type { Tx } from '../transactions.js';

/** A model in a chatbot's draw. */
export interface DrawEntry {
  readonly model: string;
  readonly weight: number;
  readonly role: ModelRole;
}

/** The draw of a chatbot as its settings write it; a bare name is drawn with weight 1. */
export const drawOf = ({ models }: Pick<ChatbotConfig, 'models'>): DrawEntry[] =>
  models.map((entry) =>
    typeof entry === 'string' ? { model: entry, weight: 1, role: 'live' } : entry,
  );

/**
 * Makes a chatbot draw what koi.yaml says; true when that changed. Where the team has set a weight or a role by hand, theirs
 * stays and koi.yaml's is kept beside it, to go back to. Models that came from elsewhere stay as they are.
 */
export async function saveFileDraw(
  tx: Tx,
  slug: string,
  drawn: readonly DrawEntry[],
): Promise<boolean> {
  const saved = await tx.query<unknown[]>(
    `insert into chatbot_model (chatbot_id, model_id, weight, role, file_weight, file_role)
     select chatbot.id, model.id, wanted.weight, wanted.role, wanted.weight, wanted.role
     from jsonb_to_recordset($2::jsonb) as wanted (model text, weight double precision, role text)
     join model on model.name = wanted.model
     join chatbot on chatbot.slug = $1
     on conflict (chatbot_id, model_id) do update set
       file_weight = excluded.file_weight, file_role = excluded.file_role,
       weight = case when chatbot_model.overridden then chatbot_model.weight else excluded.weight end,
       role = case when chatbot_model.overridden then chatbot_model.role else excluded.role end
     where (chatbot_model.file_weight, chatbot_model.file_role) is distinct from (excluded.file_weight, excluded.file_role)
       or (not chatbot_model.overridden and (chatbot_model.weight, chatbot_model.role) is distinct from
           (excluded.weight, excluded.role))
     returning 1`,
    [slug, JSON.stringify(drawn)],
  );
  const [off] = await tx.query<[unknown[], number]>(
    `update chatbot_model set role = 'off', overridden = false, file_weight = null, file_role = null
     from chatbot, model
     where chatbot.id = chatbot_id and model.id = model_id and chatbot.slug = $1
       and model.source = 'koi_yaml' and (file_role is not null or (role <> 'off' and not overridden))
       and model.name <> all ($2)
     returning 1`,
    [slug, drawn.map(({ model }) => model)],
  );
  return saved.length + off.length > 0;
}

/**
 * Sets weights and roles by hand. What koi.yaml names and now differs from it counts as overridden, what says the same again
 * does not. Models that are no longer drawn are switched off where koi.yaml names them, else they leave the draw.
 */
export async function saveTeamDraw(
  tx: Tx,
  chatbotId: string,
  drawn: readonly DrawEntry[],
): Promise<void> {
  await tx.query(
    `insert into chatbot_model (chatbot_id, model_id, weight, role)
     select $1, model.id, wanted.weight, wanted.role
     from jsonb_to_recordset($2::jsonb) as wanted (model text, weight double precision, role text)
     join model on model.name = wanted.model
     on conflict (chatbot_id, model_id) do update set
       weight = excluded.weight, role = excluded.role,
       overridden = chatbot_model.file_role is not null
         and (excluded.weight, excluded.role) is distinct from (chatbot_model.file_weight, chatbot_model.file_role)`,
    [chatbotId, JSON.stringify(drawn)],
  );
  const names = drawn.map(({ model }) => model);
  await tx.query(
    `update chatbot_model set role = 'off', overridden = file_role <> 'off'
     from model where model.id = model_id and chatbot_id = $1 and file_role is not null and model.name <> all ($2)`,
    [chatbotId, names],
  );
  await tx.query(
    `delete from chatbot_model using model
     where model.id = model_id and chatbot_id = $1 and file_role is null and model.name <> all ($2)`,
    [chatbotId, names],
  );
}
