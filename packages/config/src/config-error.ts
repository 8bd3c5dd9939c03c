/** One thing that is wrong with a setting: where it stands and what was expected. Never holds the value itself. */
export interface ConfigIssue {
  /** `DATABASE_URL`, or `koi.yaml:12:7 chatbots.help.models[1]`. */
  readonly where: string;
  readonly message: string;
}

/** The configuration cannot be used. Lists every problem at once, so that one round of mending is enough. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';

  constructor(readonly issues: readonly ConfigIssue[]) {
    super(issues.map(({ where, message }) => `${where}: ${message}`).join('\n'));
  }
}
