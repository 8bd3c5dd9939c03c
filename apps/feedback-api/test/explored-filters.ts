import { newId } from '@koi/database';
import fc from 'fast-check';
import type { ExploredDatabase, Said, Talk } from './explored-database.js';

/** The query of the Explore page as its URL has it. */
export type Query = Record<string, string>;

/** The rule of each filter, in plain words of JavaScript, over what was said. */
const RULES: Record<string, (said: Said, text: string) => boolean> = {
  from: (said, text) => said.createdAt >= new Date(text),
  to: (said, text) => said.createdAt < new Date(text),
  chatbot: (said, text) => said.chatbot === text,
  model: (said, text) => said.models.some(({ name }) => name === text),
  mode: (said, text) => said.mode === text,
  kind: (said, text) => said.kind === text,
  value: (said, text) => said.value === text,
  reason: (said, text) => said.reasons.includes(text),
  participant: (said, text) => said.participantId === text,
  invite: (said, text) => said.inviteId === text,
  language: (said, text) => said.language === text,
  search: (said, text) => said.words.has(text),
  correction: (said, text) => said.hasCorrection === (text === 'true'),
  comment: (said, text) => said.hasComment === (text === 'true'),
  questionType: (said, text) =>
    (/[\p{L}\p{N}_]+/u.exec(said.question)?.[0] ?? '').toLowerCase() === text,
  minQuestionLength: (said, text) => said.question.length >= Number(text),
  maxQuestionLength: (said, text) => said.question.length < Number(text),
  minAnswerLength: (said, text) => said.answer.length >= Number(text),
  maxAnswerLength: (said, text) => said.answer.length < Number(text),
};

/** A model in a version: both conditions meet in one answer. */
export function matches(said: Said, { current = 'true', version, ...query }: Query): boolean {
  if (said.excluded) return false;
  if (current === 'true' && !said.current) return false;
  if (current === 'true' && !query['value'] && said.value === 'undo') return false;
  if (version !== undefined) {
    const wanted = ({ name, version: its }: Said['models'][number]) =>
      its === Number(version) && (query['model'] === undefined || name === query['model']);
    if (!said.models.some(wanted)) return false;
  }
  return Object.entries(query).every(([name, text]) => RULES[name]?.(said, text));
}

/** Every filter but that for what counts now. */
export const FILTERS = [...Object.keys(RULES), 'version'];

const anyFilter = ({ choices }: ExploredDatabase) => {
  const one = (values: readonly string[]) => fc.constantFrom(...values);
  return fc.record(
    {
      from: one(choices.moments),
      to: one(choices.moments),
      chatbot: one([...choices.chatbots, 'no-such']),
      model: one([...choices.models, 'no-such']),
      version: one(['1', '2']),
      mode: one(['vote', 'rank', 'none']),
      kind: one(['vote', 'ranking', 'correction', 'comment']),
      value: one(['up', 'down', 'a_better', 'b_better', 'tie', 'both_bad', 'given', 'undo']),
      reason: one(['rude', 'clear', 'unknown']),
      participant: one(choices.participants),
      invite: one([choices.invite, newId()]),
      language: one(['en', 'de', 'fr']),
      search: one(['tree', 'river', 'sauber', 'nowhere']),
      correction: one(['true', 'false']),
      comment: one(['true', 'false']),
      questionType: one(['what', 'how', 'übung', '']),
      minQuestionLength: one(['0', '20', '60']),
      maxQuestionLength: one(['20', '60', '400']),
      minAnswerLength: one(['0', '100', '250']),
      maxAnswerLength: one(['100', '500']),
      current: one(['true', 'false']),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Query>;
};
/** Few at a time, else hardly anything matches. */
export const someFilters = (explored: ExploredDatabase) =>
  fc
    .tuple(anyFilter(explored), fc.nat({ max: 3 }), fc.infiniteStream(fc.nat()))
    .map(([filter, keep, draws]) => {
      const entries = Object.entries(filter);
      const kept = [...draws.take(keep)].flatMap((draw) => {
        const entry = entries[draw % Math.max(1, entries.length)];
        return entry ? [entry] : [];
      });
      return Object.fromEntries(kept);
    });

const STATEMENT = ['kind', 'value', 'reason', 'questionType', 'Length'];

/** The filters of a conversation, in plain words; those of statements hold of one statement in it. */
export function holds({ said: all }: ExploredDatabase, talk: Talk, query: Query): boolean {
  const { from, to, chatbot, participant, invite, language, search, correction, comment, ...rest } =
    query;
  const said = all.filter(({ conversationId }) => conversationId === talk.id);
  const has = (kind: 'correction' | 'comment') =>
    said.some((one) => one.kind === kind && one.current && one.value === 'given');
  if (talk.excluded) return false;
  if (from !== undefined && talk.createdAt < new Date(from)) return false;
  if (to !== undefined && talk.createdAt >= new Date(to)) return false;
  if (chatbot !== undefined && talk.chatbot !== chatbot) return false;
  if (participant !== undefined && talk.participantId !== participant) return false;
  if (invite !== undefined && talk.inviteId !== invite) return false;
  if (language !== undefined && talk.language !== language) return false;
  if (search !== undefined && !talk.words.has(search)) return false;
  if (correction !== undefined && has('correction') !== (correction === 'true')) return false;
  if (comment !== undefined && has('comment') !== (comment === 'true')) return false;
  if (STATEMENT.some((part) => Object.keys(rest).some((name) => name.includes(part))))
    return said.some((one) => matches(one, rest));
  if (rest['mode'] !== undefined && talk.mode !== rest['mode']) return false;
  const { model, version } = rest;
  return (
    (model === undefined && version === undefined) ||
    talk.models.some(
      ({ name, version: its }) =>
        (model === undefined || name === model) &&
        (version === undefined || its === Number(version)),
    )
  );
}
