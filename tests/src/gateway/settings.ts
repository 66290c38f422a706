import type { GatewaySettings } from '@aegis/contracts';
import {
  type GatewayKeys,
  gatewayKeys,
  platformId,
  type SigningKey,
  signingKeys,
} from '@aegis/contracts/node';

const GATEWAY_SECRET = 'the gateway secret of the tests, long enough';
const SECRET = 'the platform secret of the tests, long enough';

/** The keys of a test platform: what the admin has, and what its gateways have. */
export interface PlatformKeys {
  signer: SigningKey;
  platform: string;
  gateway: GatewayKeys;
}

export function platformKeys(): PlatformKeys {
  const [signer] = signingKeys(SECRET);
  if (!signer) throw new Error('no signing key');
  return { signer, platform: platformId(signer.pinned), gateway: gatewayKeys(GATEWAY_SECRET) };
}

const encoded = ({ id, key }: { id: string; key: Buffer }) => ({ id, key: key.toString('base64url') });

export interface SettingsInput {
  id: string;
  keys: PlatformKeys;
  redisUrl: string;
  documentsFile: string;
  boot: string;
  spans: boolean;
  resolvers: string[];
}

/** `gateway.json` as the agent writes it. */
export function gatewaySettings(input: SettingsInput): GatewaySettings {
  const { id, keys, redisUrl, documentsFile, boot, spans, resolvers } = input;
  return {
    gateway_id: id,
    gateway_name: 'test',
    boot,
    version: '0.1.0',
    platform: keys.platform,
    redis_config_url: redisUrl,
    redis_state_url: redisUrl,
    signing_keys: [{ id: keys.signer.id, key: keys.signer.pinned }],
    seal_keys: keys.gateway.seal.map(encoded),
    checksum_keys: keys.gateway.checksum.map(encoded),
    pepper_keys: keys.gateway.pepper.map(encoded),
    trace_keys: keys.gateway.trace.map(encoded),
    assertion_keys: keys.gateway.assertion.map(encoded),
    spans,
    mac_keys: keys.gateway.mac.map(encoded),
    documents_file: documentsFile,
    resolvers,
  };
}
