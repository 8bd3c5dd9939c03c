/**
 * Where a model's server is, as its settings say; `undefined` for one that needs none. A key that was typed in belongs to
 * this address.
 */
export function modelAddress(settings: Readonly<Record<string, unknown>>): string | undefined {
  const address = settings['baseUrl'] ?? settings['url'];
  return typeof address === 'string' ? address : undefined;
}
