import { addresses, connect, NotConfigured, type Connection } from './connect.js';
import { startTrainer } from './trainer.js';

const print = (text: string): void => console.log(text);

function connection(): Connection | undefined {
  try {
    return connect(addresses(process.env));
  } catch (error) {
    if (!(error instanceof NotConfigured)) throw error;
    console.error(error.message);
    process.exitCode = 78;
    return undefined;
  }
}

const opened = connection();
if (opened) {
  const once = process.argv.includes('--once');
  const ended = { first: (): void => undefined };
  const trainer = await startTrainer(opened, { print, onEnded: () => ended.first() });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void trainer.stop();
  };
  ended.first = once ? stop : () => undefined;
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  print(`Waiting for training jobs${once ? ' (for one)' : ''}. Ctrl-C ends it.`);
}
