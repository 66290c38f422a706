import type { TraceStep } from '@aegis/contracts';
import { Badge, StatusDot } from '../../ui/Status.tsx';
import { detailName, outcomes, stepNames } from './words.ts';

/** What a request went through, step by step. */
export const TraceSteps = ({ steps }: { steps: readonly TraceStep[] }) => (
  <ol aria-label="Steps" className="flex flex-col">
    {steps.map((step) => (
      <Step key={step.step} step={step} />
    ))}
  </ol>
);

function Step({ step }: { step: TraceStep }) {
  const { tone, word } = outcomes[step.outcome];
  const details = Object.entries(step.details);
  return (
    <li className="flex gap-3 border-l border-line pb-4 pl-4 last:pb-0">
      <span className="-ml-5 mt-1.5 flex h-2 rounded-full bg-surface ring-4 ring-surface">
        <StatusDot tone={tone} />
      </span>
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {stepNames[step.step]}
          {step.outcome !== 'passed' && <Badge tone={tone}>{word}</Badge>}
        </p>
        {step.rule && <p className="break-words text-soft">{step.rule}</p>}
        {details.length > 0 && (
          <dl className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
            {details.map(([name, value]) => (
              <div key={name} className="flex min-w-0 gap-1.5">
                <dt className="text-faint">{detailName(name)}</dt>
                <dd className="min-w-0 font-mono break-all text-soft">
                  {Array.isArray(value) ? value.join(', ') : String(value)}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
