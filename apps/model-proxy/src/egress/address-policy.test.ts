import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AddressPolicy } from './address-policy.js';

const nothing = new AddressPolicy([]);

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '::',
  '::1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:0:7f00:1::',
  'not an address',
])('%s is refused', (address) => {
  expect(nothing.refusal(address, 'a.test')).toBeDefined();
});

test.each(['1.1.1.1', '172.32.0.1', '8.8.8.8', '2606:4700::1111', '::ffff:1.1.1.1'])(
  '%s is public',
  (address) => {
    expect(nothing.refusal(address, 'a.test')).toBeUndefined();
  },
);

test('no private address is let through in any way to write it', () => {
  const octet = fc.nat(255);
  const privateAddress = fc.oneof(
    fc.tuple(fc.constantFrom(10, 127), octet, octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
  );
  fc.assert(
    fc.property(privateAddress, ([a, b, c, d]) => {
      const number = ((a * 256 + b) * 256 + c) * 256 + d;
      const spellings = [
        `${a}.${b}.${c}.${d}`,
        `${number}`,
        `0x${number.toString(16)}`,
        `0${a.toString(8)}.0x${b.toString(16)}.${c * 256 + d}`,
        `[::ffff:${a}.${b}.${c}.${d}]`,
      ];
      for (const spelling of spellings) {
        const host = new URL(`http://${spelling}/`).hostname.replace(/^\[|\]$/g, '');
        expect(nothing.refusal(host, host)).toBeDefined();
      }
    }),
  );
});

describe('what the owner allows', () => {
  const policy = new AddressPolicy([
    '10.1.0.0/16',
    '192.168.7.7',
    'Ollama',
    '::1/128',
    '0.0.0.0/0',
  ]);
  const narrow = new AddressPolicy(['10.1.0.0/16', '192.168.7.7', 'Ollama', '::1/128']);

  test.each([
    ['10.1.2.3', 'a.test'],
    ['192.168.7.7', 'a.test'],
    ['::ffff:10.1.2.3', 'a.test'],
    ['::1', 'a.test'],
    ['172.18.0.4', 'ollama'],
  ])('%s (%s) may be reached', (address, host) => {
    expect(narrow.refusal(address, host)).toBeUndefined();
  });

  test.each([
    ['10.2.2.3', 'a.test'],
    ['192.168.7.8', 'a.test'],
    ['127.0.0.1', 'a.test'],
    ['172.18.0.4', 'ollama.evil.test'],
  ])('%s (%s) may not', (address, host) => {
    expect(narrow.refusal(address, host)).toBeDefined();
  });

  test('no range and no name opens a metadata service, only its address does', () => {
    expect(policy.refusal('169.254.169.254', 'ollama')).toContain('metadata');
    expect(policy.refusal('::ffff:169.254.169.254', 'ollama')).toContain('metadata');
    const named = new AddressPolicy(['169.254.169.254']);
    expect(named.refusal('169.254.169.254', 'a.test')).toBeUndefined();
  });
});
