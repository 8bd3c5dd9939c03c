import { afterAll, beforeAll } from '@jest/globals';
import { describeWithChromium } from '@koi/testing';
import { consentAndPrivacy } from './chat-participants/consent-and-privacy.js';
import { exclusionAndErasure } from './chat-participants/exclusion-and-erasure.js';
import { invites } from './chat-participants/invites.js';
import { listsAndDirections } from './chat-participants/lists-and-directions.js';
import { missingAndLate } from './chat-participants/missing-and-late.js';
import { ParticipantsKoi } from './chat-participants/participants-koi.js';

// Real: everything `koi up` starts, both pages in Chromium, the rows in Postgres. Fake: the models' server.
describeWithChromium('consent, privacy, invites and participants in the browser', () => {
  let started: ParticipantsKoi | undefined;
  const shared = (): ParticipantsKoi => {
    if (!started) throw new Error('koi starts in beforeAll.');
    return started;
  };
  beforeAll(async () => {
    started = await ParticipantsKoi.start();
  }, 90_000);
  afterAll(() => started?.stop(), 30_000);

  consentAndPrivacy(shared);
  listsAndDirections(shared);
  missingAndLate(shared);
  invites(shared);
  exclusionAndErasure(shared);
});
