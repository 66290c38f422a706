import type { JwtKeySource } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CallError, noAnswerBecause } from '../../platform/outgoing/bounded-call.ts';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { KeyProblem, keysOfSet, type PublicKey } from './key-material.ts';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1024;

const KeySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) });
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** Sources that the platform follows. */
export type Followed = Extract<JwtKeySource, { kind: 'jwks_url' | 'discovery' }>;

export const isFollowed = (source: { kind: JwtKeySource['kind'] }): boolean =>
  source.kind === 'jwks_url' || source.kind === 'discovery';

/** Fetches the key sets of identity providers, within the policy of outgoing calls. */
@Injectable()
export class KeySets {
  constructor(private readonly outgoing: Outgoing) {}

  /** @throws KeyProblem with the cause */
  async fetch(source: Followed, issuer: string): Promise<PublicKey[]> {
    const url = source.kind === 'jwks_url' ? source.url : await this.#discover(issuer);
    const { keys } = await this.#json(url, KeySet);
    return keysOfSet(keys, source.algorithms);
  }

  /** OpenID Connect Discovery 1.0 section 4: the document has to name the very issuer that it was asked for. */
  async #discover(issuer: string): Promise<string> {
    if (!/^https?:\/\//.test(issuer)) throw new KeyProblem('discovery needs an issuer that is a URL');
    const found = await this.#json(
      `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      Discovery,
    );
    if (found.issuer !== issuer) throw new KeyProblem(`the discovery document belongs to ${found.issuer}`);
    return found.jwks_uri;
  }

  async #json<T>(address: string, schema: z.ZodType<T>): Promise<T> {
    const url = new URL(address);
    const call = { url, method: 'GET', headers: { accept: 'application/json' } };
    const answer = await this.outgoing
      .call({ ...call, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES })
      .catch((error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        throw new KeyProblem(`${url.host}: ${noAnswerBecause[error.kind]}`);
      });
    if (answer.status !== 200) throw new KeyProblem(`${url.host} answered ${answer.status}`);
    if (answer.truncated) throw new KeyProblem(`${url.host} answered more than ${MAX_BYTES} bytes`);
    try {
      return schema.parse(JSON.parse(answer.body.toString('utf8')));
    } catch {
      throw new KeyProblem(`${url.host} answered something else than the JSON that was asked for`);
    }
  }
}
