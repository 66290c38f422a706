import { explain } from '../../api/problems.ts';
import { StatusDot } from '../../ui/Status.tsx';
import { probeWords } from './probe-words.ts';
import type { Probe } from './use-probe.ts';

/** What came of trying the address. Keeps its place, so that nothing jumps when the answer is here. */
export const ProbeResult = ({ probe }: { probe: Probe }) => (
  <div
    role="status"
    className="flex min-h-11 items-center gap-3 rounded-md border border-line bg-sunken px-3.5 py-2.5"
    data-testid="probe"
  >
    <ProbeWords probe={probe} />
  </div>
);

function ProbeWords({ probe: { data, error, isFetching } }: { probe: Probe }) {
  if (isFetching)
    return (
      <>
        <StatusDot tone="busy" pulse />
        <span className="text-soft">Trying the address…</span>
      </>
    );
  if (data) {
    const { tone, text } = probeWords(data);
    return (
      <>
        <StatusDot tone={tone} />
        <span className="min-w-0 break-words">{text}</span>
      </>
    );
  }
  if (error) {
    const { title, detail } = explain(error);
    return (
      <>
        <StatusDot tone="bad" />
        <span className="min-w-0 break-words">
          {title}. <span className="text-soft">{detail}</span>
        </span>
      </>
    );
  }
  return (
    <>
      <StatusDot tone="idle" />
      <span className="text-faint">The address is tried as soon as you type it.</span>
    </>
  );
}
