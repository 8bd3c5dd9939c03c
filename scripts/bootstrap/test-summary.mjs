import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './workspace.mjs';

/** Jest's JSON reports, one a package; a package without one is left out. */
export function readReports(packages) {
  return packages.flatMap(({ folder }) => {
    try {
      const file = join(root, folder, 'test-results', 'jest.json');
      return [{ folder, report: JSON.parse(readFileSync(file, 'utf8')) }];
    } catch {
      return [];
    }
  });
}

/**
 * Prints what failed, what was skipped and why, and one last line with the sums. A suite that could not run, and a
 * package in `wanted` that left no report, count as one failure each.
 */
export function printSummary(reports, { wanted = [], turboFailed }) {
  const failures = [];
  const skipped = [];
  let passed = 0;
  for (const { folder, report } of reports) {
    passed += report.numPassedTests;
    for (const suite of report.testResults) {
      const file = relative(root, suite.name);
      if (suite.status === 'failed' && suite.assertionResults.length === 0)
        failures.push(`${file}: could not run: ${firstLine(suite.message)}`);
      for (const { status, fullName, failureMessages } of suite.assertionResults) {
        if (status === 'failed')
          failures.push(`${file}: ${fullName}: ${firstLine(failureMessages?.[0])}`);
        if (status === 'pending' || status === 'todo' || status === 'skipped')
          skipped.push({ file, fullName });
      }
    }
    if (report.numTotalTests === 0) failures.push(`${folder}: no test ran`);
  }
  const reported = new Set(reports.map(({ folder }) => folder));
  for (const folder of wanted)
    if (!reported.has(folder)) failures.push(`${folder}: its tests did not run`);
  if (turboFailed && failures.length === 0) failures.push('turbo: ended with a failure');

  console.log('');
  printSkipped(skipped);
  if (failures.length > 0) console.log('Failed:');
  for (const failure of failures) console.log(`  ${failure}`);
  console.log(`${passed} passed, ${failures.length} failed, ${skipped.length} skipped`);
  return { passed, failed: failures.length };
}

function printSkipped(skipped) {
  const byReason = new Map();
  for (const { file, fullName } of skipped) {
    const program = /\(needs ([^)]+)\)/.exec(fullName)?.[1];
    const reason = program ? `${program} is not installed` : 'its own condition does not hold here';
    byReason.set(reason, [...(byReason.get(reason) ?? []), `${file}: ${fullName}`]);
  }
  for (const [reason, names] of byReason) {
    console.log(`Skipped, because ${reason}:`);
    for (const name of names) console.log(`  ${name}`);
  }
}

function firstLine(text = '') {
  // eslint-disable-next-line no-control-regex -- Jest colours its messages with escape sequences.
  const plain = text.replace(/\u001b\[\d+(;\d+)*m/g, '');
  return (
    plain
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? 'no message'
  );
}
