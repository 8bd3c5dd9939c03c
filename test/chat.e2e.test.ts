import { afterAll, beforeAll } from '@jest/globals';
import { describeWithChromium } from '@koi/testing';
import { announcementsAndMotion } from './chat/announcements-and-motion.js';
import { blindness } from './chat/blindness.js';
import { ChatKoi } from './chat/chat-koi.js';
import { feedbackModes } from './chat/feedback-modes.js';
import { markdown } from './chat/markdown.js';
import { onDemandLoading } from './chat/on-demand-loading.js';
import { outbox } from './chat/outbox.js';
import { ownWords } from './chat/own-words.js';
import { ranking } from './chat/ranking.js';
import { votesAndCorrections } from './chat/votes-and-corrections.js';
import { wideScreens } from './chat/wide-screens.js';

// Real: everything `koi up` starts, and the chat in Chromium. Fake: the models' server, which answers with samples, too.
describeWithChromium('the chat page', () => {
  let started: ChatKoi | undefined;
  const chat = (): ChatKoi => {
    if (!started) throw new Error('koi starts in beforeAll.');
    return started;
  };
  beforeAll(async () => {
    started = await ChatKoi.start();
  }, 90_000);
  afterAll(() => started?.stop(), 30_000);

  // Feedback on answers. The first test looks whether nothing is left when it took back what it gave: it comes first.
  votesAndCorrections(chat);
  ranking(chat);
  blindness(chat);
  outbox(chat);
  feedbackModes(chat);

  // Their text.
  markdown(chat);
  onDemandLoading(chat);
  ownWords(chat);
  wideScreens(chat);
  announcementsAndMotion(chat);
});
