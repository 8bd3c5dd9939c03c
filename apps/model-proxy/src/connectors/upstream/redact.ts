/** Removes secrets from a text of the upstream, as they are and as JSON and URLs spell them, should it repeat them. */
export function redactorOf(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  return (text) => spellings.reduce((left, spelling) => left.replaceAll(spelling, '[key]'), text);
}
