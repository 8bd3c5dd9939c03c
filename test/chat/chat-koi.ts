import { dashboardRoutes, type FeedbackRecord } from '@koi/contracts';
import type { FakeUpstream } from '@koi/testing';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../stack/browser.js';
import { koiYaml } from '../stack/koi-yaml.js';
import { RunningKoi } from '../stack/running-koi.js';
import { TeamMember } from '../stack/team-member.js';
import { upstream } from '../stack/upstream.js';
import { sampleAnswer } from './sample-answers.js';

/** A chatbot that shows images of one host, one that asks for reasons of its own, and one that never names its models. */
const MORE_CHATBOTS = `
  gallery:
    title: Gallery
    images: { show: [images.koi.example] }
    models: [pine-model]
  critic:
    title: The Critic
    feedback: vote
    reasons:
      up: [{ key: cites_sources, label: { en: Cites its sources, de: Nennt Quellen } }]
      down: [too_long, { key: rude, label: { en: Rude, de: Unhöflich } }]
    models: [pine-model]
  masked:
    title: Masked
    feedback: rank
    revealModels: false
    models: [pine-model, birch-model]
`;

/** One koi for all tests of what a person sees and judges on the chat page, and Chromium. */
export class ChatKoi {
  private constructor(
    readonly koi: RunningKoi,
    readonly browser: Browser,
    readonly models: FakeUpstream,
  ) {}

  static async start(): Promise<ChatKoi> {
    const models = await upstream(sampleAnswer);
    const [browser, koi] = await Promise.all([
      startBrowser(),
      RunningKoi.start({ config: koiYaml(models.baseUrl) + MORE_CHATBOTS }),
    ]);
    return new ChatKoi(koi, browser, models);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.koi.remove();
    await this.models.stop();
  }

  /** What the team has of one kind of current feedback, the latest first. */
  async stored(kind: 'vote' | 'ranking' | 'correction' | 'comment'): Promise<FeedbackRecord[]> {
    const { koi } = this;
    const member = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const { items } = await member.client.call(dashboardRoutes.listFeedback, { query: { kind } });
    return items;
  }
}
