import { crc32 } from 'node:zlib';
import {
  type AppDocument,
  HOST_SHARDS,
  type HostsDocument,
  type KeyDocument,
  type PlatformDocument,
} from '@aegis/contracts';
import type { Publication } from './publisher.ts';

/** Small valid documents; tests change what they are about. */
export const ids = {
  customer: '019aa000-0000-7000-8000-00000000c001',
  app: '019aa000-0000-7000-8000-00000000a001',
} as const;

export function platformDocument(settings: Partial<PlatformDocument> = {}): Publication {
  const document = {
    base_domain: 'localhost',
    upstream_allow: ['127.0.0.0/8'],
    plugins: [],
    https_port: 8443,
    issuer: 'https://aegis.example',
    docs_url: 'https://docs.example/errors',
    ...settings,
  };
  return { kind: 'platform', id: 'settings', document };
}

/** The shards of the host index that hold these hosts. */
export function hostDocuments(hosts: HostsDocument['hosts']): Publication[] {
  const shards = new Map<number, HostsDocument['hosts']>();
  for (const [host, record] of Object.entries(hosts)) {
    const shard = crc32(host) % HOST_SHARDS;
    shards.set(shard, { ...shards.get(shard), [host]: record });
  }
  return [...shards].map(([shard, records]) => ({
    kind: 'hosts',
    id: String(shard),
    document: { hosts: records },
  }));
}

export function appDocument(settings: Partial<AppDocument> = {}): Publication {
  const id = settings.id ?? ids.app;
  const document: AppDocument = {
    id,
    slug: 'demo',
    customer_id: ids.customer,
    status: 'active',
    path: { merge_slashes: true, allow_encoded_slash: false },
    api_key: { forward: false },
    cache_generation: 0,
    limit_headers: true,
    limits: {},
    applied_limits: [],
    authorization: { trust_token_roles: true, roles: false, grants: false },
    plugins: [],
    ...settings,
  };
  return { kind: 'app', id, document };
}

/** The hash is what the gateway asks for; here any 64 hexadecimal digits. */
export function keyDocument(hash: string, settings: Partial<KeyDocument> = {}): Publication {
  const document: KeyDocument = {
    id: '019aa000-0000-7000-8000-00000000b001',
    app_id: ids.app,
    environment: 'production',
    status: 'active',
    limits: [],
    ...settings,
  };
  return { kind: 'key', id: hash, document };
}

/** A platform with one app at `demo.localhost`. */
export function demoDocuments(): Publication[] {
  const host = { app_id: ids.app, environment: 'production' } as const;
  return [platformDocument(), appDocument(), ...hostDocuments({ 'demo.localhost': host })];
}
