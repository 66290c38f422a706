import { crc32 } from 'node:zlib';
import { type Environment, environments, HOST_SHARDS } from '@aegis/contracts';

/** The platform's own host name of an environment: one label, so that one wildcard certificate covers them all. */
export function hostName(slug: string, environment: Environment, baseDomain: string): string {
  return `${slug}${environment === 'production' ? '' : `--${environment}`}.${baseDomain}`;
}

export interface HostRow {
  host: string;
  shard: number;
  environment: Environment;
}

/** The shard of the host index that a host name belongs to. */
export const shardOf = (host: string): number => crc32(host) % HOST_SHARDS;

export const hostRows = (slug: string, baseDomain: string): HostRow[] =>
  environments.map((environment) => {
    const host = hostName(slug, environment, baseDomain);
    return { host, shard: shardOf(host), environment };
  });
