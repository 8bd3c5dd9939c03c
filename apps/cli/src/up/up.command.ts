import { loadKoiYaml } from '@koi/config';
import { CliFailed } from '../cli-failed.js';
import { bringLocalModels } from '../model/bring-local-models.js';
import { banner } from './banner.js';
import { Progress } from './progress.js';
import { Stack } from './stack.js';
import { StopSignal } from './stop-signal.js';
import { readUpSettings, type UpFlags } from './up-settings.js';

/** `koi up`: runs koi on this machine until it is asked to stop. */
export async function upCommand(flags: UpFlags): Promise<void> {
  const startedAt = performance.now();
  const settings = readUpSettings(flags);
  const written = loadKoiYaml(settings.configFile, process.env);
  const config = await bringLocalModels(written, settings);
  const progress = new Progress();

  let lost: (reason: string) => void = () => undefined;
  const gaveUp = new Promise<string>((resolve) => (lost = resolve));
  const stack = new Stack(settings, config, progress, (reason) => lost(reason));
  const signal = new StopSignal(() => {
    progress.say('Asked again: ending at once.');
    stack.kill();
  });

  const starting = stack.start();
  // A stop during the start makes that fail; it is no news then.
  starting.catch(() => undefined);
  try {
    const facts = await Promise.race([starting, signal.requested]);
    if (!facts) return await stopStack(stack, progress);
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stdout.write(`${banner({ ...facts, seconds })}\n`);
  } catch (error) {
    await stack.stop();
    throw error;
  }

  const reason = await Promise.race([signal.requested, gaveUp]);
  await stopStack(stack, progress);
  if (reason) throw new CliFailed(reason);
}

async function stopStack(stack: Stack, progress: Progress): Promise<void> {
  await progress.step('Stopping', () => stack.stop());
}
