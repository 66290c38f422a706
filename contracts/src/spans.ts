import { z } from 'zod';
import { Sample } from './samples.ts';

/**
 * What the workers hand to the agent of a request that has spans: one JSON object per line, taken from the internal
 * socket by `POST /spans?most=<lines>&rejected=<spans that the collector did not take>`.
 */
export const SpanRecord = z.strictObject({
  sample: Sample,
  app_id: z.string(),
  app: z.string(),
  /** Path pattern of the route. */
  route: z.string().optional(),
  /** Of the gateway's own work; 16 hexadecimal digits. */
  span_id: z.string(),
  /** Of the call to the backend, which the backend knows as its parent. Absent where none was made. */
  upstream_span_id: z.string().optional(),
});
export type SpanRecord = z.infer<typeof SpanRecord>;
