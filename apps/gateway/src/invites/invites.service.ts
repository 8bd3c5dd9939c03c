import { Injectable } from '@nestjs/common';
import {
  inviteStateOf,
  type InviteView,
  type Participant,
  type RedeemInviteBody,
} from '@koi/contracts';
import { hashInviteToken, newId, Transactions, type InviteEntity, type Tx } from '@koi/database';
import { consentOf } from '../access/access.service.js';
import { LimitsService } from '../limits/limits.service.js';
import { ConsentRequired } from '../participants/participants.errors.js';
import { ParticipantsRepository, type Agreement } from '../participants/participants.repository.js';
import { toParticipant } from '../participants/participants.service.js';
import { InviteClosed, InviteNotFound } from './invites.errors.js';
import { InvitesRepository, type InviteChatbot } from './invites.repository.js';

/** Lets people in by a link. Looking at a link changes nothing; only redeeming it does. */
@Injectable()
export class InvitesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly invites: InvitesRepository,
    private readonly participants: ParticipantsRepository,
    private readonly limits: LimitsService,
  ) {}

  /** @throws InviteNotFound, InviteClosed, TooManyRequests. */
  async view(knownId: string | undefined, token: string, address: string): Promise<InviteView> {
    await this.limits.takeEntry(address);
    const invite = await this.find(token);
    const redeemed =
      knownId !== undefined &&
      (await this.invites.hasRedeemed(this.invites.manager, knownId, invite.id));
    assertOpen(invite, redeemed);
    const chatbots = await this.invites.chatbots(invite.id);
    return {
      chatbots: chatbots.map(({ slug, title, description }) => ({ slug, title, description })),
      consents: consentsOf(invite, chatbots),
      redeemed,
    };
  }

  /**
   * Makes the caller a participant unless they are one, and lets them in; a second time changes nothing. Nothing is
   * stored without the agreement to every text.
   *
   * @throws InviteNotFound, InviteClosed, ConsentRequired, TooManyRequests.
   */
  async redeem(
    knownId: string | undefined,
    { token, agreed = [], language }: RedeemInviteBody,
    address: string,
  ): Promise<{ participant: Participant; chatbots: string[] }> {
    await this.limits.takeEntry(address);
    const found = await this.find(token);
    const chatbots = await this.invites.chatbots(found.id);
    const agreements = agreementsTo(found, chatbots);
    const known = knownId ? await this.participants.find(knownId) : null;
    return this.transactions.run(async (tx) => {
      const invite = await this.invites.lock(tx, found.id);
      const redeemed = known !== null && (await this.invites.hasRedeemed(tx, known.id, invite.id));
      assertOpen(invite, redeemed);
      if (!redeemed && agreements.some(({ hash }) => !agreed.includes(hash)))
        throw new ConsentRequired();
      const participant =
        known ?? (await this.participants.insert(tx, { id: newId(), language: language ?? null }));
      if (!redeemed) await this.admit(tx, participant.id, invite, agreements);
      return {
        participant: toParticipant(participant),
        chatbots: chatbots.map(({ slug }) => slug),
      };
    });
  }

  private async admit(
    tx: Tx,
    participantId: string,
    invite: InviteEntity,
    agreements: readonly Agreement[],
  ): Promise<void> {
    await this.participants.agree(tx, participantId, agreements);
    await this.invites.redeem(tx, participantId, invite.id);
  }

  private async find(token: string): Promise<InviteEntity> {
    const invite = await this.invites.find(hashInviteToken(token));
    if (!invite) throw new InviteNotFound();
    return invite;
  }
}

/** Who is in already may open the link again for as long as it is not revoked. */
function assertOpen(invite: InviteEntity, redeemed: boolean): void {
  const state = inviteStateOf(invite, new Date());
  if (state === 'open' || (redeemed && state !== 'revoked')) return;
  throw new InviteClosed(state);
}

function agreementsTo(invite: InviteEntity, chatbots: readonly InviteChatbot[]): Agreement[] {
  return chatbots.flatMap((chatbot) => {
    const consent = consentOf(chatbot, invite);
    return consent ? [{ chatbotId: chatbot.id, ...consent }] : [];
  });
}

/** Every text once, with the chatbots it is for. */
function consentsOf(
  invite: InviteEntity,
  chatbots: readonly InviteChatbot[],
): InviteView['consents'] {
  const texts = new Map<string, { chatbots: string[]; text: string; hash: string }>();
  for (const chatbot of chatbots) {
    const consent = consentOf(chatbot, invite);
    if (!consent) continue;
    const { hash, text } = consent;
    const known = texts.get(hash) ?? { chatbots: [], text, hash };
    known.chatbots.push(chatbot.slug);
    texts.set(hash, known);
  }
  return [...texts.values()];
}
