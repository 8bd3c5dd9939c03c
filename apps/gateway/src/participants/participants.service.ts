import { Injectable } from '@nestjs/common';
import type { EnterBody, Participant } from '@koi/contracts';
import { newId, type ParticipantEntity } from '@koi/database';
import { NotAParticipant } from './participants.errors.js';
import { ParticipantsRepository } from './participants.repository.js';

@Injectable()
export class ParticipantsService {
  constructor(private readonly participants: ParticipantsRepository) {}

  /** Makes a participant, or finds the one the cookie names; consent once given stays. */
  async enter(knownId: string | undefined, { consent, language }: EnterBody): Promise<Participant> {
    const known = knownId ? await this.participants.find(knownId) : null;
    const now = new Date();
    if (known) {
      if (consent && !known.consentedAt) await this.participants.consent(known.id, now);
      return toParticipant(known);
    }
    const entered = await this.participants.insert({
      id: newId(),
      consentedAt: consent ? now : null,
      language: language ?? null,
    });
    return toParticipant(entered);
  }

  /** @throws NotAParticipant when the cookie names nobody who is known here. */
  async identify(id: string | undefined): Promise<ParticipantEntity> {
    const participant = id ? await this.participants.find(id) : null;
    if (!participant) throw new NotAParticipant();
    return participant;
  }
}

export function toParticipant({ id, createdAt }: ParticipantEntity): Participant {
  return { id, createdAt: createdAt.toISOString() };
}
