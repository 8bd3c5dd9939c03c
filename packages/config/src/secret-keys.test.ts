import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConfigInvalid } from './config-error.js';
import { isSealed, SecretKeys, secretKeys } from './secret-keys.js';

const [first, second] = [randomBytes(32), randomBytes(32)];
const keys = new SecretKeys([first]);

test('what was sealed is opened, whatever it says, and nothing of it can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 4 }), fc.string(), (secret, purpose) => {
      const sealed = keys.seal(secret, purpose);

      expect(isSealed(sealed)).toBe(true);
      expect(keys.open(sealed, purpose)).toBe(secret);
      expect(Buffer.from(sealed.split(':').at(-1) ?? '', 'base64url').includes(secret)).toBe(false);
    }),
  );
});

test('the same secret is sealed differently each time', () => {
  expect(keys.seal('sk-1', 'here')).not.toBe(keys.seal('sk-1', 'here'));
});

test('a secret is opened for what it was sealed for only', () => {
  const sealed = keys.seal('sk-1', 'https://a.test/v1');

  expect(() => keys.open(sealed, 'https://b.test/v1')).toThrow(/type it again/);
});

test('a changed text is not opened', () => {
  const sealed = keys.seal('sk-secret', 'here');
  const body = sealed.lastIndexOf(':') + 1;
  fc.assert(
    fc.property(fc.integer({ min: body, max: sealed.length - 2 }), (position) => {
      const other = sealed[position] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, position) + other + sealed.slice(position + 1);

      expect(() => keys.open(changed, 'here')).toThrow(ConfigInvalid);
    }),
  );
  expect(() => keys.open('sealed:v1:', 'here')).toThrow(ConfigInvalid);
  expect(() => keys.open(`${sealed.slice(0, body)}`, 'here')).toThrow(ConfigInvalid);
});

test('a key is replaced by putting the new one before it', () => {
  const old = keys.seal('sk-1', 'here');
  const rotated = new SecretKeys([second, first]);

  expect(rotated.open(old, 'here')).toBe('sk-1');
  expect(rotated.standingOf(old)).toBe('older');
  expect(rotated.standingOf(rotated.seal('sk-1', 'here'))).toBe('current');
  const alone = new SecretKeys([second]);
  expect(alone.standingOf(old)).toBe('unknown');
  expect(() => alone.open(old, 'here')).toThrow(
    /^KOI_SECRET_KEY: does not hold the key [0-9a-f]{8}/,
  );
});

test('keys are hex or base64 of 32 bytes, and no key means none can be sealed', () => {
  const sealed = keys.seal('sk-1', 'here');
  for (const text of [
    first.toString('hex'),
    first.toString('base64'),
    first.toString('base64url'),
    ` ${second.toString('hex')}, ${first.toString('hex')} `,
  ])
    expect(secretKeys.parse(text).open(sealed, 'here')).toBe('sk-1');
  for (const text of ['short', first.toString('hex').slice(1), `${first.toString('hex')},x`])
    expect(secretKeys.safeParse(text).success).toBe(false);
  expect(secretKeys.parse(undefined).canSeal).toBe(false);
  expect(() => secretKeys.parse('').seal('sk-1', 'here')).toThrow(ConfigInvalid);
});

test('neither JSON nor a print shows a key', () => {
  const shown = JSON.stringify(keys) + inspect(keys, { depth: 9, showHidden: true });

  for (const form of ['hex', 'base64', 'base64url'] as const)
    expect(shown).not.toContain(first.toString(form));
  expect(shown).not.toContain(first.toJSON().data.slice(0, 8).join(', '));
});
