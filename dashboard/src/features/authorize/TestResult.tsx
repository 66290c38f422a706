import type { CalloutTest } from '@aegis/contracts';
import { CodeBlock } from '../../ui/Copy.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Badge, type StatusTone } from '../../ui/Status.tsx';

const tones: Record<CalloutTest['verdict'], StatusTone> = { allowed: 'good', denied: 'warn', failed: 'bad' };

const requestText = ({ url, headers, body }: CalloutTest['request']) =>
  [`POST ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\n',
  );

/** The signed question, what came back, and what a gateway makes of it. */
export function TestResult({ result }: { result: CalloutTest }) {
  const { verdict, problem, reason, ttl_s, took_ms, permissions, request, answer } = result;
  return (
    <div className="flex flex-col gap-3" role="status">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tones[verdict]}>{verdict}</Badge>
        <span className="text-soft">
          {[
            problem,
            reason,
            ttl_s === undefined ? undefined : `remembered for ${formatNumber(ttl_s)} s`,
            permissions && `answers also ${permissions.join(' ')}`,
            `${formatNumber(took_ms)} ms`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      <CodeBlock text={requestText(request)} label="Question" wrap />
      {answer && <CodeBlock text={`${answer.status}\n\n${answer.body}`} label="Answer" wrap />}
    </div>
  );
}
