import { sampleReasonWords, type Trace, type TraceRefusal } from '@aegis/contracts';
import { toneOfStatus } from '../../calls/status.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { formatBytes, formatMilliseconds, formatMomentWithZone } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Fact, Facts } from '../../ui/Page.tsx';
import { Badge, Tag } from '../../ui/Status.tsx';
import { TraceSteps } from './TraceSteps.tsx';
import { settingLabel, settingPath } from './words.ts';

/** One request: what came of it, why, and what to change. */
export function TraceView({ trace, company }: { trace: Trace; company: string }) {
  const { refusal, upstream } = trace;
  return (
    <article className="flex flex-col gap-5" aria-label={`Trace of ${trace.request_id}`}>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={toneOfStatus(trace.status)}>{trace.status}</Badge>
        <span className="font-mono text-[0.8125rem] break-all">
          {trace.method} {trace.path}
        </span>
        <Tag>{trace.environment}</Tag>
      </p>
      {refusal && <Refusal refusal={refusal} at={`/c/${company}/apps/${trace.app}`} />}
      <TraceSteps steps={trace.steps} />
      <Facts>
        <Fact name="When">{formatMomentWithZone(new Date(trace.at_ms).toISOString())}</Fact>
        <Fact name="Took">
          {formatMilliseconds(trace.duration_ms)}
          {upstream?.total_ms !== undefined && (
            <span className="text-soft">
              , {formatMilliseconds(upstream.total_ms)} of them in the backend
            </span>
          )}
        </Fact>
        <Fact name="Client">{trace.client}</Fact>
        {trace.query && <Fact name="Query">{trace.query.join(', ')} (values are not kept)</Fact>}
        <Fact name="Bytes">
          {formatBytes(trace.bytes_in)} in, {formatBytes(trace.bytes_out)} out, {trace.protocol}
        </Fact>
        <Fact name="Request id">
          <span className="font-mono text-xs break-all">{trace.request_id}</span>
        </Fact>
        <Fact name="Trace id">
          <span className="font-mono text-xs break-all">{trace.trace_id}</span>
        </Fact>
        <Fact name="Gateway">{trace.gateway}</Fact>
        <Fact name="Kept because">{sampleReasonWords[trace.kept_because]}</Fact>
      </Facts>
    </article>
  );
}

function Refusal({ refusal, at }: { refusal: TraceRefusal; at: string }) {
  const { about } = refusal;
  const path = about && settingPath(about);
  return (
    <Notice
      tone="warn"
      title={refusal.rule}
      actions={
        about && path !== undefined && <LinkButton to={`${at}${path}`}>{settingLabel(about)}</LinkButton>
      }
    >
      {refusal.change} <span className="font-mono text-xs">({refusal.code})</span>
    </Notice>
  );
}
