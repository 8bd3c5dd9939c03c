import { Injectable } from '@nestjs/common';
import type { FeedbackMode } from '@koi/contracts';
import { consentHash, type ChatbotEntity } from '@koi/database';
import { ChatbotNotFound } from '../chatbots/chatbots.errors.js';
import { ChatbotsRepository } from '../chatbots/chatbots.repository.js';
import { ConsentRequired } from '../participants/participants.errors.js';
import { InviteRequired } from './access.errors.js';
import { AccessRepository } from './access.repository.js';

/** A chatbot as it stands open to one participant: an invite may bring its own text and mode. */
export interface OpenChatbot {
  readonly chatbot: ChatbotEntity;
  readonly inviteId: string | null;
  readonly feedbackMode: FeedbackMode;
  readonly consent: OpenConsent | null;
}

/** A text to agree to. */
export interface OpenConsent {
  readonly text: string;
  readonly hash: string;
  /** The invite whose own text it is. */
  readonly inviteId: string | null;
}

/** Who may talk to which chatbot, and what they have to agree to first. */
@Injectable()
export class AccessService {
  constructor(
    private readonly access: AccessRepository,
    private readonly chatbots: ChatbotsRepository,
  ) {}

  /**
   * @throws ChatbotNotFound when there is none or it was never open to the caller, who must not learn which;
   * InviteRequired when it was open to them once.
   */
  async open(participantId: string | undefined, slug: string): Promise<OpenChatbot> {
    const chatbot = await this.chatbots.findBySlug(slug);
    if (!chatbot) throw new ChatbotNotFound(slug);
    return this.opened(participantId, chatbot);
  }

  /** The same for a conversation that is going on; its chatbot may have been switched off meanwhile. */
  async openForConversation(participantId: string, chatbotId: string): Promise<OpenChatbot> {
    const chatbot = await this.chatbots.findById(chatbotId);
    if (!chatbot) throw new ChatbotNotFound(chatbotId);
    return this.opened(participantId, chatbot);
  }

  /** @throws ConsentRequired unless they agreed to the very text that is asked for now. */
  async assertAgreed(participantId: string, { chatbot, consent }: OpenChatbot): Promise<void> {
    if (!consent) return;
    if (!(await this.access.hasAgreed(participantId, chatbot.id, consent.hash)))
      throw new ConsentRequired();
  }

  hasAgreed(participantId: string, chatbotId: string, hash: string): Promise<boolean> {
    return this.access.hasAgreed(participantId, chatbotId, hash);
  }

  private async opened(
    participantId: string | undefined,
    chatbot: ChatbotEntity,
  ): Promise<OpenChatbot> {
    const invite = participantId ? await this.access.invite(participantId, chatbot.id) : undefined;
    if (chatbot.access === 'invite' && !invite) {
      const known = participantId && (await this.access.hasKnown(participantId, chatbot.id));
      throw known ? new InviteRequired() : new ChatbotNotFound(chatbot.slug);
    }
    return {
      chatbot,
      inviteId: invite?.id ?? null,
      feedbackMode: invite?.feedbackMode ?? chatbot.feedbackMode,
      consent: consentOf(chatbot, invite ?? null),
    };
  }
}

/** The text to agree to: the invite's own goes before the chatbot's. */
export function consentOf(
  chatbot: Pick<ChatbotEntity, 'consentText'>,
  invite: { readonly id: string; readonly consentText: string | null } | null,
): OpenConsent | null {
  const text = invite?.consentText ?? chatbot.consentText;
  if (text === null) return null;
  return { text, hash: consentHash(text), inviteId: invite?.consentText ? invite.id : null };
}
