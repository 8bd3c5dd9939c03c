import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/**
 * Where clouds tell a machine its own secrets. No range allows them, only their own address does: AWS, Google and Azure;
 * AWS containers; AWS over IPv6; Alibaba; Azure's host agent.
 */
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  'fd00:ec2::254',
  '100.100.100.200',
  '168.63.129.16',
]);

/** What a kind of address is called to an operator (ipaddr.js names them after IANA's special-purpose registries). */
const NAMES: Readonly<Record<string, string>> = {
  loopback: 'this machine',
  private: 'a private network',
  uniqueLocal: 'a private network',
  linkLocal: 'a local link',
  carrierGradeNat: 'a carrier’s network',
  unspecified: 'no address',
};

/** Decides to which addresses koi may connect: public ones, and what the owner allows. */
export class AddressPolicy {
  private readonly hosts: ReadonlySet<string>;
  private readonly ranges: readonly Range[];
  private readonly exact: ReadonlySet<string>;

  /** @param allow addresses, ranges in CIDR notation, host names; checked before. */
  constructor(allow: readonly string[]) {
    const networks = allow.filter((entry) => ipaddr.isValid(entry.split('/')[0] ?? ''));
    this.hosts = new Set(
      allow.filter((entry) => !networks.includes(entry)).map((entry) => entry.toLowerCase()),
    );
    this.ranges = networks.map((entry) => {
      const [address = '', prefix] = entry.split('/');
      const parsed = ipaddr.parse(address);
      return [parsed, prefix === undefined ? bitsOf(parsed) : Number(prefix)];
    });
    this.exact = new Set(
      this.ranges
        .filter(([address, prefix]) => prefix === bitsOf(address))
        .map(([address]) => address.toString()),
    );
  }

  /**
   * Why koi does not connect to an address, or `undefined` when it may. `host` is the name the address was found by.
   * IPv6 forms that carry an IPv4 address are judged by it.
   */
  refusal(address: string, host: string): string | undefined {
    if (!ipaddr.isValid(address)) return `${address} is no address`;
    const parsed = unwrapped(ipaddr.parse(address));
    const text = parsed.toString();
    if (METADATA.has(text))
      return this.exact.has(text) ? undefined : `${text} is a cloud’s metadata service`;
    const kind = parsed.range();
    if (kind === 'unicast' || this.hosts.has(host.toLowerCase())) return undefined;
    const allowed = this.ranges.some(
      ([range, prefix]) => range.kind() === parsed.kind() && parsed.match(range, prefix),
    );
    return allowed ? undefined : `${text} is ${NAMES[kind] ?? 'not a public address'}`;
  }
}

const bitsOf = (address: Address): number => (address.kind() === 'ipv4' ? 32 : 128);

/** `::ffff:10.0.0.1` is 10.0.0.1 to the kernel; a zone (`fe80::1%eth0`) changes nothing about the address. */
function unwrapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address()
    : address;
}
