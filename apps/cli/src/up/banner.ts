import { networkInterfaces } from 'node:os';
import type { KoiYaml } from '@koi/contracts';

export interface BannerFacts {
  readonly chatHost: string;
  readonly chatPort: number;
  readonly dashboardPort: number;
  readonly dashboardToken: string;
  readonly dataDir: string;
  readonly logs: string;
  /** Who answers. */
  readonly models: string;
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
    ['Models', facts.models],
    ['Data', facts.dataDir],
    ...(facts.databaseAt ? [['', `${facts.databaseAt}  (database)`] as const] : []),
    ['Logs', facts.logs],
    ['Stop', 'Ctrl-C; the data stays'],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`);
  return ['', `  koi is running (${facts.seconds.toFixed(1)} s)`, '', ...lines, ''].join('\n');
}

/** The models that answer, and how to get a real one where there is none. */
export function modelsRow({ models }: Pick<KoiYaml, 'models'>): string {
  const named = Object.entries(models).flatMap(([name, { connector, label = name }]) =>
    connector === 'demo' ? [] : [connector === 'llama-cpp' ? `${label} (on this machine)` : label],
  );
  const hasDemo = Object.values(models).some(({ connector }) => connector === 'demo');
  if (named.length === 0)
    return 'the built-in demo, which is rules; a real one: npm start -- --model smollm2';
  return [...named, ...(hasDemo ? ['the built-in demo'] : [])].join(', ');
}

/** IPv4 addresses under which other machines may reach this one. */
function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
    .slice(0, 3);
}
