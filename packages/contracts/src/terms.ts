import { z } from 'zod';

/** How a chatbot asks for feedback: not at all, a thumb on each answer, or a choice between two answers. */
export const feedbackMode = z.enum(['none', 'vote', 'rank']);
export type FeedbackMode = z.infer<typeof feedbackMode>;

/** What a participant says about one answer. `undo` takes the last vote back; it is never a third opinion. */
export const voteValue = z.enum(['up', 'down']);
export type VoteValue = z.infer<typeof voteValue>;
export const voteChoice = z.enum(['up', 'down', 'undo']);
export type VoteChoice = z.infer<typeof voteChoice>;

/** The outcome of a blind comparison of the answers shown as A and B. Ties and "both bad" stay apart everywhere. */
export const rankingOutcome = z.enum(['a_better', 'b_better', 'tie', 'both_bad']);
export type RankingOutcome = z.infer<typeof rankingOutcome>;
export const rankingChoice = z.enum(['a_better', 'b_better', 'tie', 'both_bad', 'undo']);
export type RankingChoice = z.infer<typeof rankingChoice>;

/** How much better the better answer is. Only "A is better" and "B is better" may carry one. */
export const rankingStrength = z.enum(['slightly', 'much']);
export type RankingStrength = z.infer<typeof rankingStrength>;

/** A correction or a comment was given, or taken back. */
export const wordsChoice = z.enum(['given', 'undo']);
export type WordsChoice = z.infer<typeof wordsChoice>;

/** What people say about answers: a thumb, a comparison, a better answer in their own words, or a remark. */
export const feedbackKind = z.enum(['vote', 'ranking', 'correction', 'comment']);
export type FeedbackKind = z.infer<typeof feedbackKind>;

/** Somebody at the chat page, or a user of a program that holds an API key. */
export const participantKind = z.enum(['guest', 'api']);
export type ParticipantKind = z.infer<typeof participantKind>;

/** Who may talk to a chatbot: everybody, or those who came by an invite link. */
export const chatbotAccess = z.enum(['public', 'invite']);
export type ChatbotAccess = z.infer<typeof chatbotAccess>;

/** Who had a participant's rows deleted: they themselves, the team, or the retention time. */
export const erasedBy = z.enum(['participant', 'team', 'retention']);
export type ErasedBy = z.infer<typeof erasedBy>;

/** Where a candidate stands on the page. In modes with one candidate it is always `a`. */
export const side = z.enum(['a', 'b']);
export type Side = z.infer<typeof side>;

/** A candidate waits in the queue, streams, and ends in exactly one of three ways. */
export const candidateState = z.enum(['queued', 'streaming', 'completed', 'stopped', 'failed']);
export type CandidateState = z.infer<typeof candidateState>;
export const finalState = z.enum(['completed', 'stopped', 'failed']);
export type FinalState = z.infer<typeof finalState>;

/** A turn is pending until its last candidate has ended; then it is one of completed, stopped, failed. */
export const turnState = z.enum(['pending', 'completed', 'stopped', 'failed']);
export type TurnState = z.infer<typeof turnState>;

/** Why the model ended: its own end, the token limit, a stop by the participant, nobody reading, or an error. */
export const finishReason = z.enum([
  'stop',
  'length',
  'content_filter',
  'stopped',
  'abandoned',
  'error',
]);
export type FinishReason = z.infer<typeof finishReason>;

/** What role a model plays in a chatbot: drawn by weight, drawn as a canary, or not drawn. */
export const modelRole = z.enum(['live', 'canary', 'off']);
export type ModelRole = z.infer<typeof modelRole>;

/** Who wrote a message of the conversation as models see it. */
export const chatRole = z.enum(['system', 'user', 'assistant']);
export const chatMessage = z.object({ role: chatRole, content: z.string() });
export type ChatMessage = z.infer<typeof chatMessage>;

/** Tokens of one answer. `estimated` when the provider did not say and a tokenizer counted. */
export const tokenUsage = z.object({
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  estimated: z.boolean(),
});
export type TokenUsage = z.infer<typeof tokenUsage>;

/** What rows a dataset version holds: DPO preference pairs from rankings, or raw votes. */
export const datasetKind = z.enum(['dpo', 'votes']);
export type DatasetKind = z.infer<typeof datasetKind>;

export const datasetState = z.enum(['queued', 'building', 'ready', 'failed']);
export type DatasetState = z.infer<typeof datasetState>;

/** Preference-optimisation methods a trainer may be asked for. */
export const trainingMethod = z.enum(['dpo', 'kto', 'sft', 'reward']);
export type TrainingMethod = z.infer<typeof trainingMethod>;

export const trainingState = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']);
export type TrainingState = z.infer<typeof trainingState>;

/** The two tables of the Explore page. */
export const savedFilterView = z.enum(['feedback', 'conversations']);
export type SavedFilterView = z.infer<typeof savedFilterView>;

/** What somebody of the team may do at the dashboard: everything, or look. */
export const userRole = z.enum(['admin', 'viewer']);
export type UserRole = z.infer<typeof userRole>;
