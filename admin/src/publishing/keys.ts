import {
  gatewayKeys,
  platformId,
  type SigningKey,
  type SymmetricKey,
  signingKeys,
} from '@aegis/contracts/node';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../platform/env/env.ts';

/** What publishing signs and seals with, and the name of the platform that gateways expect in every signed text. */
@Injectable()
export class PublishingKeys {
  readonly signer: SigningKey;
  /** Current first; the previous ones only read. */
  readonly readers: readonly SigningKey[];
  readonly platform: string;
  readonly seal: SymmetricKey;

  constructor(@Inject(ENV) env: Env) {
    this.readers = signingKeys(env.AEGIS_SECRET);
    const [signer] = this.readers;
    const [seal] = gatewayKeys(env.AEGIS_GATEWAY_SECRET).seal;
    if (!signer || !seal) throw new Error('no signing or sealing key');
    this.signer = signer;
    this.platform = platformId(signer.pinned);
    this.seal = seal;
  }
}
