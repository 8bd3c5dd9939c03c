import { Body, Controller, Ip, Param, Query } from '@nestjs/common';
import {
  choosePath,
  deleteConversation,
  getConversation,
  getTurn,
  listConversations,
  regenerateTurn,
  renameConversation,
  sendMessage,
  startConversation,
} from '@koi/contracts';
import type {
  BodyOf,
  ConversationSummary,
  ConversationView,
  ParamsOf,
  QueryOutputOf,
  SendMessageBody,
  StartConversationBody,
  TurnView,
} from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { IdempotencyKey, Route } from '@koi/service';
import { CurrentParticipant } from '../participants/participant.guard.js';
import { ConversationsService } from './conversations.service.js';
import { RegeneratingService } from './regenerating.service.js';
import { SendingService } from './sending.service.js';

@Controller()
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly sending: SendingService,
    private readonly regenerating: RegeneratingService,
  ) {}

  @Route(startConversation)
  async start(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Ip() address: string,
    @Body({ schema: startConversation.body }) body: StartConversationBody,
  ): Promise<ConversationView> {
    const sent = await this.sending.start({ participant, address }, body, key);
    return sent.conversation ?? this.conversations.view(participant.id, sent.conversationId);
  }

  @Route(listConversations)
  list(
    @CurrentParticipant() participant: ParticipantEntity,
    @Query({ schema: listConversations.query }) query: QueryOutputOf<typeof listConversations>,
  ): Promise<{ items: ConversationSummary[]; nextCursor: string | null }> {
    return this.conversations.list(participant.id, query);
  }

  @Route(getConversation)
  get(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: getConversation.params }) { conversationId }: ParamsOf<typeof getConversation>,
  ): Promise<ConversationView> {
    return this.conversations.view(participant.id, conversationId);
  }

  @Route(renameConversation)
  change(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: renameConversation.params })
    { conversationId }: ParamsOf<typeof renameConversation>,
    @Body({ schema: renameConversation.body }) body: BodyOf<typeof renameConversation>,
  ): Promise<ConversationSummary> {
    return this.conversations.change(participant.id, conversationId, body);
  }

  @Route(deleteConversation)
  delete(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: deleteConversation.params })
    { conversationId }: ParamsOf<typeof deleteConversation>,
  ): Promise<void> {
    return this.conversations.delete(participant.id, conversationId);
  }

  @Route(sendMessage)
  async send(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Ip() address: string,
    @Param({ schema: sendMessage.params }) { conversationId }: ParamsOf<typeof sendMessage>,
    @Body({ schema: sendMessage.body }) body: SendMessageBody,
  ): Promise<TurnView> {
    const sent = await this.sending.send({ participant, address }, conversationId, body, key);
    return sent.turn ?? this.conversations.turn(participant.id, sent.turnId);
  }

  @Route(regenerateTurn)
  async regenerate(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Ip() address: string,
    @Param({ schema: regenerateTurn.params }) { turnId }: ParamsOf<typeof regenerateTurn>,
  ): Promise<TurnView> {
    const regenerated = await this.regenerating.regenerate({ participant, address }, turnId, key);
    return this.conversations.turn(participant.id, regenerated.turnId);
  }

  @Route(choosePath)
  async choosePath(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: choosePath.params }) { conversationId }: ParamsOf<typeof choosePath>,
    @Body({ schema: choosePath.body }) { candidateId }: BodyOf<typeof choosePath>,
  ): Promise<{ currentCandidateId: string }> {
    await this.conversations.choosePath(participant.id, conversationId, candidateId);
    return { currentCandidateId: candidateId };
  }

  @Route(getTurn)
  turn(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: getTurn.params }) { turnId }: ParamsOf<typeof getTurn>,
  ): Promise<TurnView> {
    return this.conversations.turn(participant.id, turnId);
  }
}
