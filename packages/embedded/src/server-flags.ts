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
    shared_buffers: '128MB',
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
