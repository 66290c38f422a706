import type { App, tryApp } from '@aegis/contracts';
import { Link } from 'react-router';
import type { z } from 'zod';
import { useCustomer } from '../api/use-session.ts';
import { CodeBlock } from '../ui/Copy.tsx';
import { formatMilliseconds } from '../ui/format.ts';
import { Badge } from '../ui/Status.tsx';
import { toneOfStatus } from './status.ts';

export type TryAnswer = z.output<(typeof tryApp)['response']>;

/** What came back through the gateway. */
export function TryResult({ answer, app }: { answer: TryAnswer; app: App }) {
  const { slug } = useCustomer();
  const request = answer.headers['x-request-id'];
  const headers = Object.entries(answer.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  return (
    <div className="flex min-w-0 flex-col gap-2.5">
      <p className="flex items-center gap-2.5">
        <Badge tone={toneOfStatus(answer.status)}>{answer.status}</Badge>
        <span className="text-soft">in {formatMilliseconds(answer.took_ms)}</span>
        {request && (
          <Link
            to={`/c/${slug}/apps/${app.slug}/traces?request=${encodeURIComponent(request)}`}
            className="ml-auto text-accent hover:underline"
          >
            What happened on the way
          </Link>
        )}
      </p>
      <CodeBlock
        label="Answer"
        text={`${headers}\n\n${pretty(answer.body)}${answer.truncated ? '\n…' : ''}`}
        wrap
      />
    </div>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
