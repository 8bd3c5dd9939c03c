import { afterAll, beforeAll } from '@jest/globals';
import { describeWithChromium } from '@koi/testing';
import { exclusion } from './dashboard/exclusion.js';
import { explorePage } from './dashboard/explore-page.js';
import { keyboardAndPhone } from './dashboard/keyboard-and-phone.js';
import { leaderboardPage } from './dashboard/leaderboard-page.js';
import { leadingNumbers } from './dashboard/leading-numbers.js';
import { livePages } from './dashboard/live-pages.js';
import { overviewPage } from './dashboard/overview-page.js';
import { roles } from './dashboard/roles.js';
import { SeededKoi } from './dashboard/seeded-koi.js';
import { systemPage } from './dashboard/system-page.js';
import { tableFiles } from './dashboard/table-files.js';
import { usersAndDeadLetters } from './dashboard/users-and-dead-letters.js';

// Real: everything `koi up` starts, the dashboard in Chromium, some hundred rows. Fake: the models' server.
// One koi for all of them: each takes half a minute to fill.
describeWithChromium('the dashboard', () => {
  let started: SeededKoi | undefined;
  const seeded = (): SeededKoi => {
    if (!started) throw new Error('koi starts in beforeAll.');
    return started;
  };
  beforeAll(async () => {
    started = await SeededKoi.start();
  }, 120_000);
  afterAll(() => started?.stop(), 30_000);

  usersAndDeadLetters(seeded);
  explorePage(seeded);
  leadingNumbers(seeded);
  exclusion(seeded);
  roles(seeded);
  overviewPage(seeded);
  systemPage(seeded);
  leaderboardPage(seeded);
  livePages(seeded);
  tableFiles(seeded);
  keyboardAndPhone(seeded);
});
