import { redisKeys, Sample, SampleSummary, type TraceStepName } from '@aegis/contracts';
import { until } from '../wait.ts';
import { ids } from './documents.ts';
import type { Scene } from './traffic.ts';

/** What the gateways kept, read as the admin reads it. */
export async function samplesOf(scene: Scene, requestId: string): Promise<Sample[]> {
  const texts = await scene.gateway.redis.client.lrange(redisKeys.sample(ids.app, requestId), 0, -1);
  return texts.map((text) => Sample.parse(JSON.parse(text)));
}

/** The sample of a request, once it arrived. */
export async function sampleOf(scene: Scene, requestId: string): Promise<Sample> {
  return await until(async () => (await samplesOf(scene, requestId))[0], `the sample of ${requestId}`);
}

export async function summariesOf(scene: Scene, appId: string = ids.app): Promise<SampleSummary[]> {
  const entries = await scene.gateway.redis.client.xrange(redisKeys.samples(appId), '-', '+');
  return entries.map(([, fields]) => SampleSummary.parse(JSON.parse(fields[3] ?? '')));
}

export const stepOf = (sample: Sample, name: TraceStepName) => sample.steps.find(({ step }) => step === name);

export const lastStep = (sample: Sample) => sample.steps.at(-1);
