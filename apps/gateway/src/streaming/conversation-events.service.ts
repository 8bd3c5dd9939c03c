import { Inject, Injectable } from '@nestjs/common';
import { conversationEvent, conversationTopic, type ConversationEvent } from '@koi/contracts';
import type { Relay } from '@koi/queues';
import { RELAY } from '@koi/service';
import { ConversationNotFound } from '../conversations/conversations.errors.js';
import { ConversationsRepository } from '../conversations/conversations.repository.js';

/**
 * Passes on what changes in a conversation besides its answers, from whichever service says so to every open page, at
 * any gateway. Nothing is kept: a page that was away reads the conversation again.
 */
@Injectable()
export class ConversationEventsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    @Inject(RELAY) private readonly relay: Relay,
  ) {}

  /** @throws ConversationNotFound unless it is the participant's own. */
  async mustBeOwn(participantId: string, conversationId: string): Promise<void> {
    if (!(await this.conversations.find(conversationId, participantId)))
      throw new ConversationNotFound();
  }

  /** Listens until the returned function is called. */
  follow(
    conversationId: string,
    send: (event: ConversationEvent) => void,
  ): Promise<() => Promise<void>> {
    return this.relay.subscribe(conversationTopic(conversationId), ({ data }) => {
      const event = conversationEvent.safeParse(data);
      if (event.success) send(event.data);
    });
  }
}
