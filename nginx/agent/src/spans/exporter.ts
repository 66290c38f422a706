import { z } from 'zod';
import { type Log, messageOf } from '../log.ts';

export interface Collector {
  /** Base address as OpenTelemetry has it; `/v1/traces` is added. */
  endpoint: string;
  headers: Record<string, string>;
}

/** What sends the spans. */
export interface Resource {
  gatewayId: string;
  gatewayName: string;
  version: string;
}

export type TakeSpans = (most: number, rejected: number) => Promise<string[]>;

const MOST_AT_ONCE = 500;
const TIMEOUT_MS = 10_000;
const EVERY_MS = 1_000;
const MOST_TRIES = 5;
/** Answers after which the same spans may be sent again (OTLP 1.5, "Retryable Response Codes"). */
const retryable = new Set([429, 502, 503, 504]);

const Taken = z.object({ partialSuccess: z.object({ rejectedSpans: z.coerce.number().int() }).partial() });

/**
 * Brings spans from the workers to the operator's collector. While it is away the workers' queue fills and then leaves
 * out and counts; the agent holds one batch at the most.
 */
export class SpanExporter {
  #held: string[] = [];
  #tries = 0;
  #rejected = 0;
  #problem = '';

  constructor(
    private readonly take: TakeSpans,
    private readonly collector: Collector,
    private readonly resource: Resource,
    private readonly log: Log,
  ) {}

  /** Milliseconds until the next turn: longer with every try that failed. */
  readonly pauseMs = (): number => EVERY_MS * 2 ** this.#tries;

  async turn(): Promise<void> {
    if (this.#held.length === 0) {
      const rejected = this.#rejected;
      this.#held = await this.take(MOST_AT_ONCE, rejected);
      this.#rejected -= rejected;
    }
    if (this.#held.length > 0) await this.#send();
  }

  async #send(): Promise<void> {
    const outcome = await this.#post().catch((problem: unknown) => ({
      again: true,
      reason: messageOf(problem),
    }));
    if (outcome.reason !== this.#problem && outcome.reason !== '')
      this.log('spans_not_sent', { reason: outcome.reason });
    this.#problem = outcome.reason;
    this.#tries = outcome.again ? this.#tries + 1 : 0;
    if (outcome.again && this.#tries < MOST_TRIES) return;
    if (outcome.reason !== '') this.#rejected += this.#held.length;
    this.#held = [];
    this.#tries = 0;
  }

  /** @returns why it was not taken (empty: it was), and whether another try makes sense */
  async #post(): Promise<{ again: boolean; reason: string }> {
    const answer = await fetch(`${this.collector.endpoint.replace(/\/$/, '')}/v1/traces`, {
      method: 'POST',
      headers: { ...this.collector.headers, 'content-type': 'application/json' },
      body: exportRequest(this.#held, this.resource),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = await answer.text();
    if (answer.ok) {
      this.#rejected += rejectedBy(body);
      return { again: false, reason: '' };
    }
    return { again: retryable.has(answer.status), reason: `the collector answered ${answer.status}` };
  }
}

/** The body of one export (`ExportTraceServiceRequest`) around spans that are JSON already. */
export function exportRequest(spans: readonly string[], resource: Resource): string {
  const attributes = {
    'service.name': 'aegis-gateway',
    'service.instance.id': resource.gatewayId,
    'service.version': resource.version,
    'host.name': resource.gatewayName,
  };
  const described = Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const scope = JSON.stringify({ name: 'aegis', version: resource.version });
  const ours = JSON.stringify({ attributes: described });
  return `{"resourceSpans":[{"resource":${ours},"scopeSpans":[{"scope":${scope},"spans":[${spans.join(',')}]}]}]}`;
}

/** Spans that a collector which took the batch did not keep. */
function rejectedBy(body: string): number {
  try {
    return Taken.safeParse(JSON.parse(body)).data?.partialSuccess.rejectedSpans ?? 0;
  } catch {
    return 0;
  }
}
