import { z } from 'zod';

/** How gateways find out which targets of an upstream can be used. Absent parts are off. */

/** A target that fails requests gets none for a while. */
export const PassiveHealth = z.strictObject({
  /** So many failures within `window_ms` eject it. */
  failures: z.int().min(1).max(1_000).default(5),
  window_ms: z.int().min(1_000).max(600_000).default(10_000),
  eject_ms: z.int().min(1_000).max(3_600_000).default(30_000),
  /** Answers that count as failures. Connections that fail, break or time out always do. */
  statuses: z.array(z.int().min(400).max(599)).max(20).default([502, 503, 504]),
});

/** Targets of upstreams with recent traffic are asked, by one worker of each gateway. An answer of 2xx or 3xx is good. */
export const ActiveHealth = z.strictObject({
  path: z
    .string()
    .max(500)
    .regex(/^\/[!-~]*$/, 'for example /healthz')
    .default('/'),
  interval_ms: z.int().min(1_000).max(3_600_000).default(10_000),
  timeout_ms: z.int().min(100).max(60_000).default(2_000),
  /** So many bad answers one after the other take a target out, so many good ones bring it back. */
  unhealthy_after: z.int().min(1).max(20).default(3),
  healthy_after: z.int().min(1).max(20).default(2),
});

export const UpstreamHealthSettings = z.strictObject({
  passive: PassiveHealth.optional(),
  active: ActiveHealth.optional(),
  /** A target that is new or returns gets a growing share for so long. Not with `consistent_hash`. */
  slow_start_ms: z.int().min(1_000).max(3_600_000).optional(),
});
export type UpstreamHealthSettings = z.infer<typeof UpstreamHealthSettings>;

/** An upstream that fails too large a part of its requests gets none for a while, then one that tries. */
export const CircuitBreaker = z.strictObject({
  error_percent: z.int().min(1).max(100).default(50),
  /** So many requests within `window_ms` before the part that failed says anything. */
  requests: z.int().min(1).max(100_000).default(20),
  window_ms: z.int().min(1_000).max(600_000).default(10_000),
  open_ms: z.int().min(1_000).max(600_000).default(10_000),
  /** Answers that count as failures. Connections that fail, break or time out always do. */
  statuses: z.array(z.int().min(400).max(599)).max(20).default([502, 503, 504]),
});

/** `half_open`: the next request tries whether the upstream is well again. */
export const CircuitState = z.enum(['closed', 'open', 'half_open']);
export type CircuitState = z.infer<typeof CircuitState>;

/** `warming`: its share still grows. `ejected`: it failed requests. `down`: it fails active checks. */
export const TargetState = z.enum(['healthy', 'warming', 'ejected', 'down']);
export type TargetState = z.infer<typeof TargetState>;

/** What one gateway knows about one target. */
export const TargetHealth = z.strictObject({
  /** Its address, without a port that goes without saying. */
  target: z.string(),
  state: TargetState,
  /** Of what happened last: `answered 503`, `no connection`. */
  reason: z.string().optional(),
});
export type TargetHealth = z.infer<typeof TargetHealth>;
