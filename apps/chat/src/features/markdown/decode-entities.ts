import { decodeNamedCharacterReference } from 'decode-named-character-reference';

/** Replaces HTML character references by their characters, as CommonMark asks; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]{1,31}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return decodeNamedCharacterReference(name) || whole;
      const code = hex ? parseInt(hex, 16) : parseInt(decimal ?? '', 10);
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
        ? String.fromCodePoint(code)
        : '\uFFFD';
    },
  );
}
