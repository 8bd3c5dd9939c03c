import { createServer, type AddressInfo } from 'node:net';

const given = new Set<number>();

/**
 * A TCP port of 127.0.0.1 that is free at this moment, and never the same twice in one process: who asks for several
 * opens them later. Somebody else may take it before you do.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await anyPort();
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.unref();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
