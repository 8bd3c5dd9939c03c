import { ConfigInvalid, loadKoiYaml, resolveSecret } from '@koi/config';
import type { KoiYaml } from '@koi/contracts';
import { readUpSettings, type UpFlags, type UpSettings } from '../up/up-settings.js';
import { fail, failed, ok, warn, type Finding } from './finding.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Node's version: what koi is tested on. */
export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? ok('Node.js', version)
    : fail('Node.js', `${version} is too old`, 'Install Node.js 20.19 or newer.');
}

/** The variables of koi itself; each problem is one finding. */
export function checkEnvironment(
  flags: UpFlags,
  env: Env,
): { findings: Finding[]; settings?: UpSettings } {
  try {
    return {
      settings: readUpSettings(flags, env),
      findings: [ok('environment', 'every variable that is set can be used')],
    };
  } catch (error) {
    return { findings: issuesOf('environment', error, 'Mend the variable; docs/operating.md.') };
  }
}

/** koi.yaml; each problem is one finding, with its line. */
export function checkConfig(file: string, env: Env): { findings: Finding[]; config?: KoiYaml } {
  try {
    const config = loadKoiYaml(file, env);
    const count = (what: object): number => Object.keys(what).length;
    const said = `${count(config.models)} models, ${count(config.chatbots)} chatbots`;
    return { config, findings: [ok('koi.yaml', said)] };
  } catch (error) {
    return { findings: issuesOf('koi.yaml', error, `Mend it in ${file}; docs/koi-yaml.md.`) };
  }
}

/**
 * The keys koi.yaml refers to. model-proxy reads them where it runs: with a koi that runs, one that is missing here is
 * a warning, for the probe of its model tells more.
 */
export function checkSecrets(config: KoiYaml, env: Env, isRunning: boolean): Finding[] {
  return Object.entries(config.models).flatMap(([name, model]) => {
    if (!('apiKey' in model) || model.apiKey === undefined) return [];
    const subject = `key of ${name}`;
    try {
      resolveSecret(model.apiKey, env);
      return [ok(subject, `${model.apiKey} can be read`)];
    } catch (error) {
      if (!(error instanceof ConfigInvalid)) throw error;
      const todo = `Set it where model-proxy runs${isRunning ? '; its probe below says whether it is' : ''}.`;
      return [(isRunning ? warn : fail)(subject, error.message, todo)];
    }
  });
}

function issuesOf(subject: string, error: unknown, todo: string): Finding[] {
  if (!(error instanceof ConfigInvalid)) return [failed(subject, error, todo)];
  return error.issues.map(({ where, message }) => fail(subject, `${where}: ${message}`, todo));
}
