import type { GatewaySettings } from '@aegis/contracts';
import { pinnedKeys, platformId, type SymmetricKey } from '@aegis/contracts/node';
import type { Env } from '../env.ts';

const encoded = ({ id, key }: SymmetricKey) => ({ id, key: key.toString('base64url') });

/** `gateway.json`: what the workers are told by their machine instead of through Redis. */
export function gatewaySettings(
  env: Env,
  local: { id: string; boot: string; version: string; documentsFile: string; resolvers: string[] },
): GatewaySettings {
  return {
    gateway_id: local.id,
    gateway_name: env.name,
    boot: local.boot,
    version: local.version,
    platform: platformId(env.pinned),
    redis_config_url: env.redisConfigUrl,
    redis_state_url: env.redisStateUrl,
    signing_keys: pinnedKeys(env.pinned).map(encoded),
    seal_keys: env.keys.seal.map(encoded),
    checksum_keys: env.keys.checksum.map(encoded),
    pepper_keys: env.keys.pepper.map(encoded),
    trace_keys: env.keys.trace.map(encoded),
    assertion_keys: env.keys.assertion.map(encoded),
    spans: env.collector !== undefined,
    mac_keys: env.keys.mac.map(encoded),
    documents_file: local.documentsFile,
    resolvers: local.resolvers,
  };
}
