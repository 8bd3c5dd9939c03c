import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import type { AddressPolicy } from './address-policy.js';
import type { Fetch } from './fetch.js';

/** Finds the addresses of a name; `node:dns` unless a test says otherwise. */
export type Resolve = (
  host: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const resolveBySystem: Resolve = (host, callback) =>
  systemLookup(host, { all: true, verbatim: true }, callback);

export interface GuardedFetch {
  readonly fetch: Fetch;
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * A `Fetch` that connects to no address the policy refuses. The address is judged where the connection is made, after
 * the name was resolved, so that a name cannot be public when it is checked and private when it is used. Redirects are
 * not followed. A refusal is an `UpstreamFailure` of kind `misconfigured`.
 *
 * It is undici's `request`, whose body is a Node stream: that costs less than a web stream for each token, and gives
 * all that has come meanwhile to a reader that takes its time.
 */
export function guardedFetch(
  policy: AddressPolicy,
  resolve: Resolve = resolveBySystem,
): GuardedFetch {
  const lookup: LookupFunction = (host, { all }, callback) =>
    resolve(host, (error, addresses) => {
      if (error) return callback(error, '');
      const allowed = addresses.filter(({ address }) => !policy.refusal(address, host));
      const [first] = allowed;
      if (!first) return callback(refused(policy, host, addresses), '');
      if (all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  // How long a model may be silent is the policy of the model, not of the connection.
  const agent = new Agent({ connect: { lookup }, headersTimeout: 0, bodyTimeout: 0 });

  const fetch: Fetch = async (address, { method = 'GET', headers, body, signal } = {}) => {
    const url = new URL(address);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // An address in the URL is not looked up; URL has brought every way to write it into one form.
    if (isIP(host) && policy.refusal(host, host))
      throw asFailure(refused(policy, host, [{ address: host, family: isIP(host) }]));
    try {
      const answer = await request(url, {
        method,
        // A packed stream holds tokens back until a block of it is full.
        headers: { ...headers, 'accept-encoding': 'identity' },
        dispatcher: agent,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
      const { statusCode: status } = answer;
      return {
        ok: status >= 200 && status < 300,
        status,
        headers: { get: (name) => answer.headers[name.toLowerCase()]?.toString() ?? null },
        body: answer.body,
      };
    } catch (error) {
      throw error instanceof AddressRefused ? asFailure(error) : error;
    }
  };
  return { fetch, close: () => agent.destroy() };
}

class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

function refused(
  policy: AddressPolicy,
  host: string,
  addresses: readonly LookupAddress[],
): AddressRefused {
  const reasons = addresses.map(({ address }) => policy.refusal(address, host));
  return new AddressRefused(
    `koi does not connect to ${host}: ${reasons.join(', ') || 'it has no address'}. ` +
      'If that is meant, name it in KOI_EGRESS_ALLOW.',
  );
}

const asFailure = ({ message }: AddressRefused): UpstreamFailure =>
  new UpstreamFailure('misconfigured', message);
