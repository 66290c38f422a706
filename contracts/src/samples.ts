import { z } from 'zod';
import { Environment } from './vocabulary.ts';

/**
 * Decision samples: what a gateway remembers of one request, for request traces, the live log and spans. Kept for an
 * hour in the state role, below the app's own tag. Values of query parameters and credentials are never in them.
 */
export const SAMPLES_KEPT_SECONDS = 3_600;
/** Most samples of one app that are kept at a time; the oldest leave first. */
export const MAX_SAMPLES_PER_APP = 10_000;
/** Most samples that are kept of requests with one id: clients may send their own. */
export const MAX_SAMPLES_PER_REQUEST_ID = 5;

/** Steps of a request in their order. */
export const traceSteps = [
  'resolve',
  'admit',
  'match',
  'early_plugins',
  'authenticate',
  'authorize',
  'limit',
  'main_plugins',
  'forward',
] as const;
export const TraceStepName = z.enum(traceSteps);
export type TraceStepName = z.infer<typeof TraceStepName>;

/** Why a request was kept. */
export const sampleReasons = [
  'refused',
  'token',
  'development',
  'first',
  'listened',
  'chance',
  'flagged',
] as const;
export const SampleReason = z.enum(sampleReasons);
export type SampleReason = z.infer<typeof SampleReason>;

/** The same for people, as the end of "kept because …". */
export const sampleReasonWords: Record<SampleReason, string> = {
  refused: 'it was refused',
  token: 'it carried a trace token',
  development: 'everything in development is',
  first: 'it was among the first of its environment',
  listened: 'somebody watched the live log',
  chance: 'one in a hundred is',
  flagged: 'its caller’s trace is sampled',
};

/** What kind of setting a decision rests on. */
export const traceSettings = [
  'app',
  'route',
  'key',
  'issuer',
  'tenant',
  'role',
  'limit',
  'quota',
  'authorize',
  'upstream',
  'plugin',
  'platform',
] as const;

/** The setting that a decision rests on. Texts are empty where the gateway knows no id or no name. */
export const TraceAbout = z.strictObject({
  kind: z.enum(traceSettings),
  id: z.string(),
  name: z.string(),
});
export type TraceAbout = z.infer<typeof TraceAbout>;

/** A request id as clients may send it. */
export const RequestId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, _ or -');

export const TraceStep = z.strictObject({
  step: TraceStepName,
  /** `answered`: a plugin made the answer. `failed`: the gateway or the backend did not do its part. */
  outcome: z.enum(['passed', 'refused', 'answered', 'failed']),
  /** What decided, in words, where more than the details say it. */
  rule: z.string().optional(),
  about: TraceAbout.optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
});
export type TraceStep = z.infer<typeof TraceStep>;

const common = {
  request_id: RequestId,
  /** Milliseconds since 1970, when the request began. */
  at_ms: z.int(),
  kept_because: SampleReason,
  environment: Environment,
  method: z.string(),
  /** In normal form; empty text where it was refused before it had one. */
  path: z.string(),
  status: z.int(),
  /** Error code of an answer that the gateway made itself. */
  code: z.string().optional(),
  route_id: z.string().optional(),
  route: z.string().optional(),
  tenant: z.string().optional(),
  duration_ms: z.number(),
};

/** One line of a list of samples, and of the live log. */
export const SampleSummary = z.strictObject(common);
export type SampleSummary = z.infer<typeof SampleSummary>;

export const Sample = z.strictObject({
  ...common,
  /** Name of the gateway. */
  gateway: z.string(),
  /** W3C trace id and, where the client sent one, its span. */
  trace_id: z.string(),
  parent_span_id: z.string().optional(),
  host: z.string(),
  protocol: z.string(),
  /** Address of the client. */
  client: z.string(),
  /** Names of the query's parameters; their values are left out. */
  query: z.array(z.string()).optional(),
  bytes_in: z.int(),
  bytes_out: z.int(),
  /** Milliseconds that the last target took: until connected, until the head of its answer, until its end. */
  upstream: z
    .strictObject({
      connect_ms: z.number().optional(),
      head_ms: z.number().optional(),
      total_ms: z.number().optional(),
    })
    .optional(),
  steps: z.array(TraceStep),
});
export type Sample = z.infer<typeof Sample>;
