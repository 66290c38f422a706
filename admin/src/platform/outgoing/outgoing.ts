import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../env/env.ts';
import { AddressPolicy } from './address-policy.ts';
import { type BoundedAnswer, type BoundedCall, boundedCall, CallError } from './bounded-call.ts';

export interface RefusedAddress {
  address: string;
  rule: string;
}

/** `localhost` and everything below it is this machine (RFC 6761), whatever a resolver says. */
const isLocalhost = (host: string) => host === 'localhost' || host.endsWith('.localhost');

async function resolve(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  if (isLocalhost(host)) return ['127.0.0.1'];
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

/** Every call to an address that a customer typed: resolve, check each address, connect to the checked one. */
@Injectable()
export class Outgoing {
  readonly #policy: AddressPolicy;

  constructor(@Inject(ENV) env: Env) {
    this.#policy = new AddressPolicy(env.AEGIS_UPSTREAM_ALLOW);
  }

  /** The first address of a host that may not be called. A host that has no address yet is not refused. */
  async refusedAddress(host: string): Promise<RefusedAddress | undefined> {
    const addresses = await resolve(host).catch((): string[] => []);
    for (const address of addresses) {
      const rule = this.#policy.refusal(address);
      if (rule !== undefined) return { address, rule };
    }
    return undefined;
  }

  /** @throws CallError also for a refused address and an unknown name */
  async call(call: Omit<BoundedCall, 'address'>): Promise<BoundedAnswer> {
    const host = call.url.hostname.replace(/^\[|\]$/g, '');
    const addresses = await resolve(host).catch((error: unknown) => {
      throw new CallError('unknown_name', `${host} has no address`, { cause: error });
    });
    const refused = addresses.find((candidate) => this.#policy.refusal(candidate) !== undefined);
    if (refused !== undefined) throw new CallError('refused_address', refused);
    const [address] = addresses;
    if (address === undefined) throw new CallError('unknown_name', `${host} has no address`);
    return boundedCall({ ...call, address });
  }
}
