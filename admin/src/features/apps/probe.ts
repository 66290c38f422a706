import type { probeUpstream } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import type { Answer } from '../../platform/http/call.ts';
import { CallError } from '../../platform/outgoing/bounded-call.ts';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { addressRefused } from '../upstreams/index.ts';

/** Trying addresses is a way to look around, so it has a limit of its own. */
const probes = { name: 'upstream-probe', amount: 30, periodMs: 60_000 };
const TIMEOUT_MS = 5_000;

const causes: Record<CallError['kind'], string> = {
  refused_address: 'The address may not be called.',
  unknown_name: 'The name has no address. Check its spelling, or add a DNS record.',
  connect: 'Nothing answers at this address. Check that the backend runs, and its port.',
  tls: 'The TLS certificate is not trusted. Use one for this name from a public authority.',
  timeout: `No answer within ${TIMEOUT_MS / 1000} seconds. Check that the backend runs and that a firewall lets us in.`,
  broken: 'The answer is no HTTP. Check port and scheme (http or https).',
};

/** One try of an upstream's address, as the gateway would call it. */
@Injectable()
export class Probe {
  constructor(
    private readonly outgoing: Outgoing,
    private readonly throttle: Throttle,
  ) {}

  /** @throws Problem upstream_address_refused, too_many_attempts */
  async run(ctx: CustomerContext, url: URL): Promise<Answer<typeof probeUpstream>> {
    await this.throttle.take(probes, ctx.customer.id);
    const secure = url.protocol === 'https:';
    const started = performance.now();
    try {
      const { status, tookMs } = await this.outgoing.call({
        url,
        method: 'GET',
        timeoutMs: TIMEOUT_MS,
        maxBytes: 1_024,
      });
      return { reachable: true, status, took_ms: tookMs, tls: secure ? 'verified' : 'none' };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.kind === 'refused_address')
        throw addressRefused(url.hostname, error.message, 'private address');
      const tls = secure && error.kind === 'tls' ? 'failed' : 'none';
      const took = Math.round(performance.now() - started);
      return { reachable: false, took_ms: took, tls, cause: causes[error.kind] };
    }
  }
}
