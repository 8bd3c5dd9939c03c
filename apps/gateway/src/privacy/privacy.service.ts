import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import type { PrivacyNotice } from '@koi/contracts';
import { CONFIG } from '@koi/service';
import { ChatbotsRepository } from '../chatbots/chatbots.repository.js';
import { modelSite } from './model-site.js';

/** Says what is kept, from the configuration and the models as they are now. */
@Injectable()
export class PrivacyService {
  constructor(
    private readonly chatbots: ChatbotsRepository,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  async notice(participantId: string | undefined): Promise<PrivacyNotice> {
    const open = await this.chatbots.listOpen(participantId);
    const places = await this.chatbots.modelSites(open.map(({ id }) => id));
    return {
      contact: this.config.KOI_PRIVACY_CONTACT ?? null,
      retentionDays: this.config.KOI_RETENTION_DAYS ?? null,
      addressMinutes: this.addressMinutes(),
      chatbots: open.map(({ id, slug, title, feedbackMode, consentText }) => ({
        slug,
        title,
        feedbackMode,
        consentText,
        models: modelSite(places.filter(({ chatbotId }) => chatbotId === id)),
      })),
    };
  }

  /** Counters are swept up to an hour and five minutes after their window has ended. */
  private addressMinutes(): number | null {
    const SWEEP_MINUTES = 65;
    if (this.config.KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR > 0) return 60 + SWEEP_MINUTES;
    return this.config.KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE > 0 ? 1 + SWEEP_MINUTES : null;
  }
}
