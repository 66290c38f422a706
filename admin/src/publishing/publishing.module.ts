import { Global, Module } from '@nestjs/common';
import { ConfigModule } from '../features/config/index.ts';
import { Confirm } from './confirm.ts';
import { PublishingKeys } from './keys.ts';
import { LivenessReader } from './liveness.ts';
import { Proofs } from './proofs.ts';
import { Publisher } from './publisher.ts';
import { PublishingMetrics } from './publishing-metrics.ts';

/** Saved changes on their way to the gateways. */
@Global()
@Module({
  imports: [ConfigModule],
  providers: [PublishingKeys, PublishingMetrics, Proofs, Confirm, Publisher, LivenessReader],
  exports: [LivenessReader],
})
export class PublishingModule {}
