import { createServer } from 'node:net';
import { freePort } from '@koi/embedded';
import { CliFailed } from '../cli-failed.js';

/** A port koi is asked to listen on, and how to choose another. */
export interface WantedPort {
  readonly port: number;
  readonly host: string;
  /** What it is for, as a person says it: `the chat`. */
  readonly purpose: string;
  readonly variable: string;
  readonly flag: string;
}

/**
 * Makes sure the port can be had, before anything is started for it. 0 gives a free one.
 *
 * @throws CliFailed that names the port and how to change it.
 */
export async function claimPort({
  port,
  host,
  purpose,
  variable,
  flag,
}: WantedPort): Promise<number> {
  if (port === 0) return freePort();
  const code = await listenOnce(port, host);
  if (code === undefined) return port;
  const reasons: Record<string, string> = {
    EADDRINUSE: 'is taken by another program',
    EACCES: 'needs more rights than this user has',
    EADDRNOTAVAIL: `cannot be opened: this machine has no address ${host}`,
  };
  throw new CliFailed(
    `Port ${port} for ${purpose} ${reasons[code] ?? `cannot be opened (${code})`}. Choose another with ${variable}=… or ${flag} ….`,
  );
}

function listenOnce(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
