const HIGH_SURROGATE_AT_END = /[\ud800-\udbff]$/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Passes text on in pieces that a reader and Postgres can take: half a surrogate pair waits for its other half,
 * what stays alone becomes U+FFFD, and NUL, which Postgres refuses in text, goes.
 */
export class WholeCharacters {
  private held = '';

  /** The part of the text so far that is safe to pass on; may be empty. */
  take(piece: string): string {
    const text = this.held + piece;
    this.held = HIGH_SURROGATE_AT_END.exec(text)?.[0] ?? '';
    return clean(text.slice(0, text.length - this.held.length));
  }

  /** What was still held when the text ended. */
  end(): string {
    const rest = clean(this.held);
    this.held = '';
    return rest;
  }
}

function clean(text: string): string {
  return text.replaceAll('\0', '').replace(LONE_SURROGATE, '\ufffd');
}
