import { EMBEDDED_SECRET } from '@koi/contracts';
import { mapTexts } from './map-texts.js';

/** Puts secrets where texts name them, and remembers them, so that no text of the upstream repeats one. */
export class EmbeddedSecrets {
  private readonly read: string[] = [];

  constructor(private readonly readSecret: (reference: string) => string) {}

  /** What was put in so far. */
  get values(): readonly string[] {
    return this.read;
  }

  inText(text: string): string {
    return text.replace(EMBEDDED_SECRET, (written, name: string) => {
      const secret = this.readSecret(name.startsWith('file:') ? name : written);
      this.read.push(secret);
      return secret;
    });
  }

  /** In every text of a JSON object. */
  inJson(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return mapTexts(value, (text) => this.inText(text)) as Record<string, unknown>;
  }
}
