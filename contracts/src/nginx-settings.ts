import { z } from 'zod';

/**
 * The platform's config of nginx itself: what `nginx.conf` is rendered from. Every value is a number, a boolean,
 * a word of a closed list or an address range, so that no free text can reach the template.
 */
const addressRange = z
  .union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])
  .refine((range) => /^[0-9a-fA-F:./]+$/.test(range), 'not an address range');

const megabytes = (fallback: number) => z.int().min(1).max(65_536).default(fallback);
const milliseconds = (fallback: number) => z.int().min(100).max(3_600_000).default(fallback);

/** Shared memory of the workers. Each is a fixed size; the oldest entries leave when one is full. */
export const DictionarySizes = z.strictObject({
  documents_mb: megabytes(128),
  floors_mb: megabytes(16),
  state_mb: megabytes(4),
  limits_mb: megabytes(64),
  usage_mb: megabytes(32),
  metrics_mb: megabytes(8),
  upstreams_mb: megabytes(4),
  /** Answers that `response_cache` keeps; one app gets a quarter of it at most. */
  cache_mb: megabytes(64),
  callouts_mb: megabytes(16),
});

export const NginxSettings = z.strictObject({
  /** `auto`: one per processor. */
  worker_processes: z.union([z.literal('auto'), z.int().min(1).max(256)]).default('auto'),
  /** Connections of one worker, clients and upstreams together. */
  worker_connections: z.int().min(256).max(1_000_000).default(8_192),
  /** How long a leaving worker may finish its requests after a reload. */
  shutdown_timeout_ms: milliseconds(60_000),
  dictionaries: DictionarySizes.prefault({}),
  /** Proxies in front whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  trusted_proxies: z.array(addressRange).max(256).default([]),
  access_log: z.enum(['json', 'off']).default('json'),
  /** Largest request body in MiB. */
  max_body_mb: z.int().min(1).max(102_400).default(100),
  /** Largest request line or single header in KiB; the whole head may have four of them. */
  max_header_kb: z.int().min(4).max(64).default(16),
  client_header_timeout_ms: milliseconds(15_000),
  /** Between two reads of a request body. */
  client_body_timeout_ms: milliseconds(30_000),
  /** Between two writes to a client. */
  send_timeout_ms: milliseconds(60_000),
  client_keepalive_ms: milliseconds(75_000),
  client_keepalive_requests: z.int().min(1).max(1_000_000).default(10_000),
  /** Idle connections to upstreams that one worker keeps. */
  upstream_keepalive: z.int().min(1).max(65_536).default(512),
  /** Like the time to wait for an answer: nginx moves a connection's timer only where the two differ. */
  upstream_keepalive_ms: milliseconds(60_000),
  /** Pools of kept TLS connections; each serves one server name at a time. */
  tls_pools: z.int().min(1).max(64).default(8),
  http2: z.boolean().default(true),
  tls_protocols: z
    .array(z.enum(['TLSv1.2', 'TLSv1.3']))
    .min(1)
    .default(['TLSv1.2', 'TLSv1.3']),
});
export type NginxSettings = z.infer<typeof NginxSettings>;
