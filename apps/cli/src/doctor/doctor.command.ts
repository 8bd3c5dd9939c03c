import type { UpFlags } from '../up/up-settings.js';
import { doctor } from './doctor.js';
import { findingLines } from './finding.js';

/** `koi doctor`: says what is wrong and what to do. Exit code 1 when something fails. */
export async function doctorCommand(flags: UpFlags): Promise<void> {
  const counts = { ok: 0, warn: 0, fail: 0 };
  for await (const finding of doctor(flags, process.env)) {
    counts[finding.level] += 1;
    console.log(findingLines(finding).join('\n'));
  }
  console.log(`\n${counts.ok} ok, ${counts.warn} warnings, ${counts.fail} failures`);
  if (counts.fail > 0) process.exit(1);
}
