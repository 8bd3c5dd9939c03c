const SAFE = new Set(['http:', 'https:', 'mailto:']);

/** The address a link may open, or `undefined`: only absolute http, https and mailto leave an answer. */
export function safeLink(href: string): string | undefined {
  try {
    const url = new URL(href.trim());
    return SAFE.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
