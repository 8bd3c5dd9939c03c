import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Below those a system gives to connections and to servers on port 0 (from 32768 on Linux, from 49152 on macOS and
 * Windows): such a one must not take a port that is about to be opened, nor that of a server that is started again.
 */
const LOWEST = 20_000;
const HIGHEST = 32_767;

/** A machine that has so many in use in this range is out of order. */
const MAX_ATTEMPTS = 1_000;

/**
 * A TCP port of 127.0.0.1 that is free, and that no other call gives as long as this process lives, here or in another
 * process of this machine: who asks for several opens them later.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    // First the claim: whoever has it must not find the port taken by the look whether it is free.
    if ((await claim(port)) && (await isFree(port))) return port;
  }
  throw new Error(`Of ${MAX_ATTEMPTS} ports of 127.0.0.1 none can be opened.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (isTaken(error)) resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The UDP port of the same number, which nobody needs, says that it is given; the system closes it with the process. */
function claim(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.unref();
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (isTaken(error)) resolve(false);
      else reject(error);
    });
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });
}

/** Windows keeps ranges of ports for itself and says EACCES. */
const isTaken = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'EADDRINUSE' || code === 'EACCES';
