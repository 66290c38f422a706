import { Injectable } from '@nestjs/common';
import { NginxTest } from '../features/config/index.ts';
import type { ExtraProofs } from './prove.ts';

/** What documents must pass beyond their schema. */
@Injectable()
export class Proofs {
  readonly all: ExtraProofs;

  constructor(nginx: NginxTest) {
    this.all = { nginx: ({ conf }) => nginx.refusal(conf) };
  }
}
