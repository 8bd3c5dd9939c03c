import { totalmem } from 'node:os';

const MIB = 1024 * 1024;

/**
 * Postgres' own cache, in MiB: an eighth of the memory there is, 128 to 1,024. Memory is taken as pages are used, so a
 * small database stays small. Tables that do not fit are copied from the system's cache at each reading: ten times slower.
 */
export function sharedBuffers(memory: number): number {
  return Math.min(1_024, Math.max(128, Math.floor(memory / 8 / MIB)));
}

/** What this process may use, in bytes: a container's limit, else the machine's memory. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** How a server is run; all of it is chosen anew at each start. */
export interface ServerFlags {
  readonly port: number;
  readonly maxConnections: number;
  /** False only for tests: a crash of the machine may then lose or break the data. */
  readonly durable: boolean;
}

/**
 * Command-line settings for `postgres`. They win over postgresql.conf, so durability cannot be lost by an edit of
 * that file.
 */
export function serverFlags(
  data: string,
  { port, maxConnections, durable }: ServerFlags,
): string[] {
  const onOff = durable ? 'on' : 'off';
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_buffers: `${sharedBuffers(availableMemory())}MB`,
    max_wal_size: '1GB',
    fsync: onOff,
    full_page_writes: onOff,
    synchronous_commit: onOff,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
  };
  return [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
