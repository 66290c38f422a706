import { z } from 'zod';
import { RetryAnswers } from '../answer-retries.ts';
import { Balance, HashBy } from '../balancing.ts';
import { Environment } from '../vocabulary.ts';
import { Sealed } from './sealed.ts';

export const UpstreamTarget = z.strictObject({
  /** `grpc` and `grpcs`: HTTP/2 to the target, without and with TLS. */
  scheme: z.enum(['http', 'https', 'grpc', 'grpcs']),
  /** Host name or address; IPv6 without brackets. */
  host: z.string(),
  port: z.int().min(1).max(65_535),
  /** Path put before the request's path, without a trailing slash. Empty: none. */
  path: z.string(),
  weight: z.int().min(0).max(1_000),
});
export type UpstreamTarget = z.infer<typeof UpstreamTarget>;

export const UpstreamRecord = z.strictObject({
  id: z.uuid(),
  targets: z.array(UpstreamTarget).min(1),
  balance: Balance,
  /** Present with `consistent_hash`. */
  hash_by: HashBy.optional(),
  timeouts: z.strictObject({
    connect_ms: z.int().positive(),
    send_ms: z.int().positive(),
    read_ms: z.int().positive(),
  }),
  /** `upstream` sends the target's own name, `client` the name the client asked for. */
  host_header: z.enum(['upstream', 'client']),
  tls: z.strictObject({
    verify: z.boolean(),
    /** Name for SNI and verification. Absent: the target's host. */
    server_name: z.string().optional(),
    /** What the gateway shows to targets that ask who it is; PEM, leaf first, and PKCS #8. */
    client_certificate: z.strictObject({ chain: z.string(), private_key: Sealed }).optional(),
  }),
  /** How many other targets a request may be tried on after a failed connect. */
  retries: z.int().min(0).max(5),
  /** Meaning and bounds: `AnswerRetries`. Absent: an answer is never tried again. */
  retry_answers: z.strictObject({ after: RetryAnswers, budget_percent: z.int().min(1).max(100) }).optional(),
  /** Read the request body whole before connecting. Off: bodies stream. */
  buffer_requests: z.boolean(),
  /** Meaning and bounds: `UpstreamHealthSettings`. Absent parts are off. */
  health: z
    .strictObject({
      passive: z
        .strictObject({
          failures: z.int().positive(),
          window_ms: z.int().positive(),
          eject_ms: z.int().positive(),
          statuses: z.array(z.int()),
        })
        .optional(),
      active: z
        .strictObject({
          path: z.string(),
          interval_ms: z.int().positive(),
          timeout_ms: z.int().positive(),
          unhealthy_after: z.int().positive(),
          healthy_after: z.int().positive(),
        })
        .optional(),
      slow_start_ms: z.int().positive().optional(),
    })
    .optional(),
  /** Meaning and bounds: `CircuitBreaker`. Absent: none. */
  circuit_breaker: z
    .strictObject({
      error_percent: z.int().positive(),
      requests: z.int().positive(),
      window_ms: z.int().positive(),
      open_ms: z.int().positive(),
      statuses: z.array(z.int()),
    })
    .optional(),
  /** Requests that one target works on at once, on each gateway. Absent: no bound. */
  max_in_flight: z.int().positive().optional(),
});
export type UpstreamRecord = z.infer<typeof UpstreamRecord>;

/** `upstreams:<app id>`: environment → name → upstream. */
export const UpstreamsDocument = z.strictObject({
  environments: z.partialRecord(Environment, z.record(z.string(), UpstreamRecord)),
});
export type UpstreamsDocument = z.infer<typeof UpstreamsDocument>;
