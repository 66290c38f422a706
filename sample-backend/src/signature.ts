import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clocks of gateway and backend may differ; an older question could be one that somebody recorded. */
const TOLERANCE_SECONDS = 300;

/**
 * Whether a question came from the gateway, and now. `Aegis-Signature: t=<seconds>,v1=<hex>`, where `v1` is the
 * HMAC-SHA-256 of `<t>.<body>` under the callout's secret. The body has to be the bytes as they came, before any parsing.
 * @param now seconds since 1970
 */
export function isFromGateway(
  secret: string,
  header: string | undefined,
  body: string,
  now = Date.now() / 1_000,
): boolean {
  const [, time = '', mac = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  // In both directions: a time that lies ahead is no better than one that is over.
  if (time === '' || Math.abs(now - Number(time)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest();
  return timingSafeEqual(expected, Buffer.from(mac, 'hex'));
}
