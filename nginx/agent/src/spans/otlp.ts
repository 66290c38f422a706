import type { Sample, SpanRecord } from '@aegis/contracts';

/** Spans as OTLP/HTTP wants them in JSON (`ExportTraceServiceRequest`): ids in hexadecimal, times in nanoseconds as text. */

type Value = string | number | boolean;
type Attributes = Record<string, Value | undefined>;

/** Numbers of `SpanKind` and `StatusCode` in the protocol. */
const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

export interface Resource {
  gatewayId: string;
  gatewayName: string;
  version: string;
}

function attributeValue(value: Value): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { stringValue: value };
}

const attributesOf = (attributes: Attributes): object[] =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [{ key, value: attributeValue(value) }],
  );

const nanoseconds = (milliseconds: number): string =>
  String(BigInt(Math.round(milliseconds * 1_000)) * 1_000n);

const detailOf = (sample: Sample, step: string, name: string): string | undefined => {
  const value = sample.steps.find((one) => one.step === step)?.details[name];
  return typeof value === 'string' ? value : undefined;
};

/** The gateway's own work, from the first byte of the request to the last of its answer. */
function serverSpan({ sample, app, app_id, route, span_id }: SpanRecord): object {
  const refused = sample.steps.at(-1);
  return {
    traceId: sample.trace_id,
    spanId: span_id,
    ...(sample.parent_span_id === undefined ? {} : { parentSpanId: sample.parent_span_id }),
    name: route === undefined ? sample.method : `${sample.method} ${route}`,
    kind: SERVER,
    startTimeUnixNano: nanoseconds(sample.at_ms),
    endTimeUnixNano: nanoseconds(sample.at_ms + sample.duration_ms),
    attributes: attributesOf({
      'http.request.method': sample.method,
      'http.route': route,
      'http.response.status_code': sample.status,
      'url.path': sample.path,
      'server.address': sample.host,
      'client.address': sample.client,
      'network.protocol.version': sample.protocol.replace('HTTP/', ''),
      'aegis.request_id': sample.request_id,
      'aegis.app': app,
      'aegis.app_id': app_id,
      'aegis.environment': sample.environment,
      'aegis.tenant': sample.tenant,
      'aegis.code': sample.code,
      'aegis.refused_at': sample.code === undefined ? undefined : refused?.step,
    }),
    status: sample.status >= 500 ? { code: ERROR, message: sample.code ?? String(sample.status) } : {},
  };
}

/** The call to the backend, which it knows as its parent. It is taken to end with the answer. */
function clientSpan({ sample, span_id, upstream_span_id }: SpanRecord): object[] {
  if (upstream_span_id === undefined) return [];
  const end = sample.at_ms + sample.duration_ms;
  const took = Math.min(sample.upstream?.total_ms ?? 0, sample.duration_ms);
  return [
    {
      traceId: sample.trace_id,
      spanId: upstream_span_id,
      parentSpanId: span_id,
      name: `${sample.method} ${detailOf(sample, 'forward', 'upstream') ?? 'upstream'}`,
      kind: CLIENT,
      startTimeUnixNano: nanoseconds(end - took),
      endTimeUnixNano: nanoseconds(end),
      attributes: attributesOf({
        'http.request.method': sample.method,
        'server.address': detailOf(sample, 'forward', 'target'),
        'http.response.status_code': sample.status,
      }),
      status: sample.status >= 500 ? { code: ERROR } : {},
    },
  ];
}

/** @returns the body of one export */
export function exportRequest(records: readonly SpanRecord[], resource: Resource): object {
  return {
    resourceSpans: [
      {
        resource: {
          attributes: attributesOf({
            'service.name': 'aegis-gateway',
            'service.instance.id': resource.gatewayId,
            'service.version': resource.version,
            'host.name': resource.gatewayName,
          }),
        },
        scopeSpans: [
          {
            scope: { name: 'aegis', version: resource.version },
            spans: records.flatMap((record) => [serverSpan(record), ...clientSpan(record)]),
          },
        ],
      },
    ],
  };
}
