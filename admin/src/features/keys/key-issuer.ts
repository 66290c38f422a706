import type { Environment } from '@aegis/contracts';
import {
  type GatewayKeys,
  gatewayKeys,
  generateApiKey,
  type ParsedApiKey,
  parseApiKey,
} from '@aegis/contracts/node';
import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { newId } from '../../platform/ids.ts';
import { findKey, type StoredKey } from './key.row.ts';

export interface NewKey {
  customerId: string;
  appId: string;
  name: string;
  environment: Environment;
  tenant?: string | null | undefined;
  scopes?: string[] | null | undefined;
  ipAllow?: string[] | null | undefined;
  limitIds: string[];
  expiresAt?: Date | null | undefined;
  createdBy: string;
  /** The key that this one takes over from. */
  replaces?: string;
}

/** Characters of the random part that the visible prefix shows. */
const VISIBLE = 6;

/** Makes keys and reads what somebody says is one. The text leaves here once; the row has its hash. */
@Injectable()
export class KeyIssuer {
  readonly #keys: GatewayKeys;

  constructor(@Inject(ENV) env: Env) {
    this.#keys = gatewayKeys(env.AEGIS_GATEWAY_SECRET);
  }

  parse(text: string): ParsedApiKey {
    return parseApiKey(this.#keys, text);
  }

  async issue(tx: Tx, key: NewKey): Promise<{ secret: string; row: StoredKey }> {
    const secret = generateApiKey(this.#keys, key.environment);
    const parsed = this.parse(secret);
    if (!parsed.ok) throw new Error('keys: a new key does not read back');
    const id = newId();
    await tx.query(
      `INSERT INTO api_keys (id, customer_id, app_id, environment, name, hash, prefix, last_four, tenant, scopes,
         ip_allow, limit_ids, expires_at, created_by, replaces)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::uuid[], $13, $14, $15)`,
      [
        id,
        key.customerId,
        key.appId,
        key.environment,
        key.name,
        parsed.hash,
        secret.slice(0, secret.lastIndexOf('_') + 1 + VISIBLE),
        secret.slice(-4),
        key.tenant ?? null,
        key.scopes ?? null,
        key.ipAllow ?? null,
        key.limitIds,
        key.expiresAt ?? null,
        key.createdBy,
        key.replaces ?? null,
      ],
    );
    return { secret, row: await findKey(tx, key.appId, id) };
  }
}
