import { z } from 'zod';
import type { ChatbotPage } from '../http/chatbots.js';

/**
 * What the dashboard and the preview of a chatbot in its frame tell each other. The frame has an origin of its own and
 * speaks to no server: it is given a draft, and asks the dashboard for answers.
 */

/** Sent by the frame once it can be spoken to; the dashboard answers with a `MessagePort`, over which all else goes. */
export const PREVIEW_READY = 'koi-preview-ready';

/** How the preview is to look. */
export interface PreviewLook {
  dark: boolean;
  language: 'en' | 'de';
}

/** A chatbot as it would be seen if it were saved now. */
export interface PreviewDraft {
  readonly chatbot: ChatbotPage;
  /** Whether people are told which model answered. */
  readonly revealModels: boolean;
}

export type PreviewOrder =
  | { readonly type: 'look'; readonly look: PreviewLook }
  | { readonly type: 'draft'; readonly draft: PreviewDraft }
  /** Which model answers: said at once, and shown where the page would show it. */
  | { readonly type: 'model'; readonly candidateId: string; readonly model: string }
  /** All of an answer up to now. */
  | { readonly type: 'text'; readonly candidateId: string; readonly text: string }
  | {
      readonly type: 'ended';
      readonly candidateId: string;
      readonly state: 'completed' | 'stopped' | 'failed';
      readonly detail?: string;
    };

/** What the frame asks for. Checked where it arrives: the frame shows what models have written. */
export const previewRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ask'),
    /** One answer, or two to be compared. */
    candidateIds: z.array(z.uuid()).min(1).max(2),
    /** The conversation up to the message to answer, whose answer is null. */
    path: z.array(z.object({ text: z.string(), answer: z.string().nullable() })).min(1),
  }),
  z.object({ type: z.literal('stop'), candidateIds: z.array(z.uuid()).min(1).max(2) }),
]);
export type PreviewRequest = z.infer<typeof previewRequest>;
