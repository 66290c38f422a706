import type { OperatorPlugin } from '@aegis/contracts';
import { formatNumber } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Ago } from '../../ui/Time.tsx';

/** What gateways say against plugins: code that they refuse, and errors while requests ran. */
export function PluginProblems({ plugins }: { plugins: readonly OperatorPlugin[] }) {
  return plugins.flatMap(({ name, version, failures, liveness }) => [
    ...failures.map(({ gateway, message, count, at }) => (
      <Notice
        key={`${name} ${gateway}`}
        tone="bad"
        title={`${name} ${version} failed ${formatNumber(count)} times on ${gateway}`}
      >
        <pre className="font-mono text-xs whitespace-pre-wrap break-words">{message}</pre>
        <p className="text-xs">
          Last <Ago at={at} />.
        </p>
      </Notice>
    )),
    ...(liveness?.refusals ?? []).map(({ gateway, reason }) => (
      <Notice key={`${name} refused ${gateway}`} tone="warn" title={`${gateway} refuses ${name} ${version}`}>
        <pre className="font-mono text-xs whitespace-pre-wrap break-words">{reason}</pre>
        <p className="text-xs">What it had before keeps running.</p>
      </Notice>
    )),
  ]);
}
