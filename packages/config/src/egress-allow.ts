import { isIP } from 'node:net';
import { z } from 'zod';

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** Whether an entry is an address, a range in CIDR notation, or a host name. */
function isEntry(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  if (rest.length > 0) return false;
  const version = isIP(address);
  if (prefix === undefined) return version !== 0 || (HOST.test(entry) && /[a-z]/i.test(entry));
  return version !== 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}

/**
 * Where model-proxy may connect although the address is not public, separated by commas: addresses (`192.168.1.5`),
 * ranges (`10.0.0.0/8`, `::1/128`) and host names (`ollama`). Gives the entries.
 */
export const egressAllow = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((entry) => entry.trim() || []))
  .refine((entries) => entries.every(isEntry), {
    error: 'must be addresses, ranges such as 10.0.0.0/8 and host names, separated by commas',
  });
