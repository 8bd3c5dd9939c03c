import { afterAll, beforeAll } from '@jest/globals';
import { describeWithChromium } from '@koi/testing';
import { conflicts } from './dashboard-models/conflicts.js';
import { draftPreview } from './dashboard-models/draft-preview.js';
import { editorsByKeyboard } from './dashboard-models/editors-by-keyboard.js';
import { fitsAPhone } from './dashboard-models/fits-a-phone.js';
import { making } from './dashboard-models/making.js';
import { ModelsKoi } from './dashboard-models/models-koi.js';
import { savedEdits } from './dashboard-models/saved-edits.js';
import { switches } from './dashboard-models/switches.js';

// Real: everything `koi up` starts, the dashboard and the chat in Chromium. Fake: the models' server.
// One koi for all of them; each goes on with the model and the chatbot that the first has made.
describeWithChromium('models and chatbots on the dashboard', () => {
  let started: ModelsKoi | undefined;
  const workshop = (): ModelsKoi => {
    if (!started) throw new Error('koi starts in beforeAll.');
    return started;
  };
  beforeAll(async () => {
    started = await ModelsKoi.start();
  }, 90_000);
  afterAll(() => started?.stop(), 30_000);

  making(workshop);
  draftPreview(workshop);
  savedEdits(workshop);
  conflicts(workshop);
  switches(workshop);
  editorsByKeyboard(workshop);
  fitsAPhone(workshop);
});
