/* Plain syntax on purpose: an old Node must be able to read this file and say what is wrong. */
import { readFileSync } from 'fs';

/** Ends the process with one line when this Node is older than package.json's `engines` asks for. */
export function requireNode() {
  const manifest = new URL('../../package.json', import.meta.url);
  const wanted = /\d+(\.\d+)*/.exec(JSON.parse(readFileSync(manifest, 'utf8')).engines.node)[0];
  if (isAtLeast(process.versions.node, wanted)) return;
  console.error(
    'koi needs Node ' +
      wanted +
      ' or newer; this is ' +
      process.versions.node +
      '. Get it from nodejs.org, then try again.',
  );
  process.exit(1);
}

function isAtLeast(version, wanted) {
  const have = version.split('.').map(Number);
  const need = wanted.split('.').map(Number);
  for (let part = 0; part < need.length; part++) {
    if (have[part] !== need[part]) return have[part] > need[part];
  }
  return true;
}
