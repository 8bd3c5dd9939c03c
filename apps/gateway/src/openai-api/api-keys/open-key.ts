import type { ChatbotEntity } from '@koi/database';
import type { DrawableModel } from '../../chatbots/chatbots.repository.js';

/** An API key that opens something now, with all that its requests need to know. */
export interface OpenKey {
  readonly id: string;
  readonly consent: boolean;
  readonly lastUsedAt: Date | null;
  /** The participant of requests that name no user; `null` before the first of them. */
  readonly participantId: string | null;
  /** The enabled chatbots it may talk to, in the order of the page. */
  readonly chatbots: readonly KeyChatbot[];
}

/** A chatbot as a request to it needs it. */
export interface KeyChatbot extends Pick<ChatbotEntity, 'id' | 'slug' | 'title' | 'consentText'> {
  /** Whole seconds since 1970. */
  readonly createdSeconds: number;
  /** Those that may answer now; may be empty. */
  readonly models: readonly DrawableModel[];
}
