/** A span as OTLP has it in JSON, as far as tests look at it. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[];
  status: { code?: number; message?: string };
}

/** The spans of one request: the gateway's own, and the one of the call to the backend. */
export interface RequestSpans {
  requestId: string | undefined;
  server: Span;
  client: Span | undefined;
}

const SERVER = 2;

export const attributeOf = (span: Span, name: string): string | undefined => {
  const value = span.attributes.find(({ key }) => key === name)?.value;
  return value?.stringValue ?? value?.intValue;
};

/** Puts the spans of a list together by request. */
export function bySpanOfServer(spans: readonly Span[]): RequestSpans[] {
  return spans
    .filter(({ kind }) => kind === SERVER)
    .map((server) => ({
      requestId: attributeOf(server, 'aegis.request_id'),
      server,
      client: spans.find(({ parentSpanId }) => parentSpanId === server.spanId),
    }));
}

/** What the workers hand to the agent: the spans of one request per line. */
export const readSpans = (lines: string): RequestSpans[] =>
  lines.split('\n').flatMap((line) => bySpanOfServer(JSON.parse(`[${line}]`) as Span[]));
