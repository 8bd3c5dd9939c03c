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

/**
 * The host a link really opens, when its text reads like the address of another: what a forged link hides. `undefined`
 * when the text promises no address, or the right one.
 */
export function hiddenHost(text: string, href: string): string | undefined {
  // Most texts are words: the expression below costs a slow phone a frame when it is first used.
  if (!text.includes('.')) return undefined;
  const promised = /^\s*(?:[a-z]+:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?=[/:?#\s]|$)/iu.exec(
    text,
  )?.[1];
  const { host } = new URL(href);
  if (!promised || !host) return undefined;
  const bare = (name: string): string => name.toLowerCase().replace(/^www\./, '');
  try {
    return bare(new URL(`https://${promised}`).host) === bare(host) ? undefined : host;
  } catch {
    return host;
  }
}
