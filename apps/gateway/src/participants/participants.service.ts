import { Inject, Injectable } from '@nestjs/common';
import {
  ANALYTICS_SLICE_MS,
  analyticsNudge,
  analyticsQueue,
  stopTopic,
  type EnterBody,
  type Participant,
} from '@koi/contracts';
import { newId, Transactions, type ParticipantEntity } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Producer, Relay } from '@koi/queues';
import { InjectProducer, LOGGER, RELAY } from '@koi/service';
import { AccessService, type OpenChatbot } from '../access/access.service.js';
import { InviteRequired } from '../access/access.errors.js';
import { LimitsService } from '../limits/limits.service.js';
import { namedRows } from './named-rows.js';
import { ConsentRequired, NotAParticipant } from './participants.errors.js';
import { ParticipantsRepository, type Agreement } from './participants.repository.js';

/** A nudge only makes the dashboard quick; for somebody who was active in more minutes than these the sweep does it. */
const MAX_NUDGES = 100;

@Injectable()
export class ParticipantsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly participants: ParticipantsRepository,
    private readonly access: AccessService,
    private readonly limits: LimitsService,
    @InjectProducer(analyticsQueue) private readonly analytics: Producer<typeof analyticsQueue>,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Makes a participant, or finds the one the cookie names, and notes the agreement to the chatbot's text. Nothing is
   * stored without it.
   *
   * @throws ChatbotNotFound, InviteRequired, ConsentRequired, TooManyRequests.
   */
  async enter(
    knownId: string | undefined,
    { chatbot, agreed, language }: EnterBody,
    address: string,
  ): Promise<Participant> {
    const known = knownId ? await this.participants.find(knownId) : null;
    const open = chatbot ? await this.access.open(known?.id, chatbot) : undefined;
    const agreements = open ? await this.agreements(known, open, agreed) : [];
    if (!known) await this.limits.takeEntry(address);
    return this.transactions.run(async (tx) => {
      const participant =
        known ?? (await this.participants.insert(tx, { id: newId(), language: language ?? null }));
      await this.participants.agree(tx, participant.id, agreements);
      return toParticipant(participant);
    });
  }

  /** Whom a cookie names, if they are known here. */
  async find(id: string | undefined): Promise<Participant | null> {
    const participant = id ? await this.participants.find(id) : null;
    return participant && toParticipant(participant);
  }

  /**
   * Asked before every route, event streams included, with the parameters of its path.
   *
   * @throws NotAParticipant when the cookie names nobody who is known here, InviteRequired when what the path names
   *   belongs to a chatbot that is closed to them by now.
   */
  async identify(id: string | undefined, params: unknown): Promise<ParticipantEntity> {
    const found = id ? await this.participants.findAt(id, namedRows(params)) : undefined;
    if (!found) throw new NotAParticipant();
    if (found.isClosed) throw new InviteRequired();
    return found.participant;
  }

  /**
   * Deletes everything of a participant. Answers that are being written are stopped; what their model says after that
   * finds no row.
   */
  async erase(participantId: string): Promise<void> {
    const pending = await this.participants.pendingTurns(participantId);
    const minutes = await this.transactions.run((tx) => this.participants.erase(tx, participantId));
    await Promise.all([
      ...pending.map((turnId) => this.relay.publish(stopTopic(turnId), { turnId })),
      ...minutes
        .slice(0, MAX_NUDGES)
        .map((minute) =>
          this.analytics.add(analyticsNudge(minute), { delayMs: ANALYTICS_SLICE_MS }),
        ),
    ]).catch((err: unknown) =>
      // The rows are gone and the marks are set; the sweeps do the rest.
      this.logger.error({ err }, 'could not announce an erasure; the sweeps will find it'),
    );
  }

  private async agreements(
    known: ParticipantEntity | null,
    { chatbot, consent }: OpenChatbot,
    agreed: string | undefined,
  ): Promise<Agreement[]> {
    if (!consent) return [];
    if (agreed === consent.hash) return [{ chatbotId: chatbot.id, ...consent }];
    if (known && (await this.access.hasAgreed(known.id, chatbot.id, consent.hash))) return [];
    throw new ConsentRequired();
  }
}

export function toParticipant({ id, createdAt }: ParticipantEntity): Participant {
  return { id, createdAt: createdAt.toISOString() };
}
