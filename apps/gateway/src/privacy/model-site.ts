import { BlockList, isIP } from 'node:net';
import type { ConnectorKind, ModelSite } from '@koi/contracts';

export interface ModelPlace {
  readonly connector: ConnectorKind;
  readonly baseUrl: string | null;
}

/** Addresses that no public server has (RFC 1918, 3927, 4193, 4291, 6598). */
const own = new BlockList();
own.addSubnet('127.0.0.0', 8);
own.addSubnet('10.0.0.0', 8);
own.addSubnet('172.16.0.0', 12);
own.addSubnet('192.168.0.0', 16);
own.addSubnet('169.254.0.0', 16);
own.addSubnet('100.64.0.0', 10);
own.addAddress('::1', 'ipv6');
own.addSubnet('fc00::', 7, 'ipv6');
own.addSubnet('fe80::', 10, 'ipv6');

/** Who runs a chatbot's models; null when it has none. */
export function modelSite(places: readonly ModelPlace[]): ModelSite | null {
  const sites = new Set(places.map(siteOf));
  if (sites.size === 0) return null;
  return sites.size > 1 ? 'both' : sites.has('own') ? 'own' : 'third_party';
}

/** When it cannot be told from the address it is a third party: a privacy page must not promise too much. */
function siteOf({ connector, baseUrl }: ModelPlace): 'own' | 'third_party' {
  if (connector === 'demo') return 'own';
  if (baseUrl === null || !URL.canParse(baseUrl)) return 'third_party';
  return isOwnHost(new URL(baseUrl).hostname) ? 'own' : 'third_party';
}

/** A private address, or a name that only the own network resolves. */
function isOwnHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const version = isIP(host);
  if (version !== 0) return own.check(host, version === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
}
