import { networkInterfaces } from 'node:os';

export interface BannerFacts {
  readonly chatHost: string;
  readonly chatPort: number;
  readonly dashboardPort: number;
  readonly dashboardToken: string;
  readonly dataDir: string;
  readonly logs: string;
  /** Set when the database is not below `dataDir`. */
  readonly databaseAt?: string | undefined;
  readonly seconds: number;
}

/** What a person sees when koi is up. */
export function banner(facts: BannerFacts, addresses: readonly string[] = lanAddresses()): string {
  const { chatHost, chatPort, dashboardPort, dashboardToken } = facts;
  const open = chatHost === '0.0.0.0' || chatHost === '::';
  const here = open || chatHost === '127.0.0.1' ? 'localhost' : chatHost;
  const rows: (readonly [string, string])[] = [
    ['Chat', `http://${here}:${chatPort}`],
    ...(open ? addresses : []).map(
      (address) => ['', `http://${address}:${chatPort}  (from your network)`] as const,
    ),
    [
      'Dashboard',
      `http://127.0.0.1:${dashboardPort}/?token=${dashboardToken}  (this machine only)`,
    ],
    ['Data', facts.dataDir],
    ...(facts.databaseAt ? [['', `${facts.databaseAt}  (database)`] as const] : []),
    ['Logs', facts.logs],
    ['Stop', 'Ctrl-C; the data stays'],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`);
  return ['', `  koi is running (${facts.seconds.toFixed(1)} s)`, '', ...lines, ''].join('\n');
}

/** IPv4 addresses under which other machines may reach this one. */
function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
    .slice(0, 3);
}
