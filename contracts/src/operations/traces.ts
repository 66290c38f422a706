import { z } from 'zod';
import { customerAccess, Id, Moment, operation } from '../operation.ts';
import { RequestId, Sample, SampleSummary, TraceAbout, TraceStepName } from '../samples.ts';
import { Environment } from '../vocabulary.ts';
import { appParams } from './app-part.ts';

/** What a refused request comes to: where it ended, what decided, and what its app's owner can change. */
export const TraceRefusal = z.strictObject({
  step: TraceStepName,
  code: z.string(),
  /** What decided, in words. */
  rule: z.string(),
  /** What to change, in words. */
  change: z.string(),
  /** The setting to change. */
  about: TraceAbout.optional(),
});
export type TraceRefusal = z.infer<typeof TraceRefusal>;

export const Trace = z.strictObject({
  ...Sample.shape,
  app_id: Id,
  app: z.string(),
  refusal: TraceRefusal.optional(),
});
export type Trace = z.infer<typeof Trace>;

export const listTraces = operation({
  id: 'traces.list',
  method: 'GET',
  path: '/apps/:app_id/traces',
  summary: 'Recent requests of which a trace was kept, newest first',
  description:
    'Kept for an hour: refused requests, all of development, the first 100 of an environment, those with a trace token, ' +
    'and one in a hundred of the others. At most 10,000 of an app.',
  access: customerAccess('traces', 'read'),
  params: appParams,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(40).optional(),
    environment: Environment.optional(),
    /** First digit of the status. */
    status_class: z.coerce.number().int().min(1).max(5).optional(),
    code: z.string().max(60).optional(),
    route_id: Id.optional(),
  }),
  response: z.strictObject({
    items: z.array(SampleSummary),
    /** Cursor of the next page. Absent on the last. */
    next: z.string().optional(),
    /** Requests of the last hour that were left out because there were too many at once. */
    dropped: z.int(),
  }),
});

export const getTrace = operation({
  id: 'traces.get',
  method: 'GET',
  path: '/traces/:request_id',
  summary: 'The steps of a request, by the id that its answer carries as X-Request-Id',
  description:
    'More than one where clients sent the same id several times, newest first, at most five. Where none was kept, the ' +
    'answer says why and how to get one.',
  access: customerAccess('traces', 'read'),
  params: z.strictObject({ request_id: RequestId }),
  query: z.strictObject({
    /** Absent: every app that the caller may see. */
    app_id: Id.optional(),
  }),
  response: z.strictObject({ traces: z.array(Trace) }),
  errors: ['trace_not_kept'],
});

export const tailTraces = operation({
  id: 'traces.tail',
  method: 'GET',
  path: '/apps/:app_id/traces/tail',
  summary:
    'Requests as they come: what arrived after a place in the log, or up to ten seconds of waiting for it',
  description:
    'The first question, without `after`, answers at once with the place to go on from. While somebody asks, the gateways ' +
    'keep what they have room for of all requests, else of a part.',
  access: customerAccess('traces', 'read'),
  params: appParams,
  query: z.strictObject({
    after: z.string().max(40).optional(),
    environment: Environment.optional(),
    status_class: z.coerce.number().int().min(1).max(5).optional(),
    /** Most seconds to wait. */
    wait: z.coerce.number().int().min(0).max(10).default(10),
  }),
  response: z.strictObject({
    /** Oldest first, at most 200. */
    items: z.array(SampleSummary),
    /** To ask for what comes next, as `after`. */
    place: z.string(),
    /** Requests of the last hour that were left out because there were too many at once. */
    dropped: z.int(),
  }),
  errors: ['too_many_attempts'],
});

export const createTraceToken = operation({
  id: 'traces.create_token',
  method: 'POST',
  path: '/apps/:app_id/trace-tokens',
  summary: 'A token that has requests traced: sent as X-Aegis-Trace, never handed on to the backend',
  access: customerAccess('traces', 'write'),
  params: appParams,
  body: z.strictObject({
    /** Absent: every environment of the app. */
    environment: Environment.optional(),
    seconds: z.int().min(60).max(3_600).default(900),
  }),
  response: z.strictObject({ header: z.string(), token: z.string(), expires_at: Moment }),
  status: 201,
});

export const traceOperations = { listTraces, getTrace, tailTraces, createTraceToken };
