import { sampleReasonWords, type Trace, type TraceStep } from '@aegis/contracts';
import { cell, printable, styled, when } from '../terminal/printable.ts';
import { fields } from '../terminal/table.ts';

const marks: Record<TraceStep['outcome'], string> = {
  passed: styled('green', '✓'),
  answered: styled('green', '✓'),
  refused: styled('red', '✗'),
  failed: styled('red', '✗'),
};

const stepName = (step: TraceStep['step']): string => step.replace('_', ' ');
const moment = (at: number): string => when(new Date(at).toISOString());
const STEP_WIDTH = 14;

/** `host shop.example · app shop`. */
function detailsOf({ details, rule }: TraceStep): string {
  const parts = Object.entries(details).map(([name, value]) => `${name.replaceAll('_', ' ')} ${cell(value)}`);
  return [...(rule === undefined ? [] : [printable(rule)]), ...parts].join(' · ');
}

const stepLine = (step: TraceStep): string =>
  `${marks[step.outcome]} ${stepName(step.step).padEnd(STEP_WIDTH)} ${detailsOf(step)}`.trimEnd();

function timesOf({ duration_ms, upstream }: Trace): string {
  const behind = upstream?.total_ms === undefined ? '' : `, ${upstream.total_ms} ms of them in the backend`;
  return `${duration_ms} ms${behind}`;
}

/** One trace for people. */
export function traceText(trace: Trace): string {
  const { refusal } = trace;
  const head = fields([
    ['request', printable(`${trace.method} ${trace.host}${trace.path}`)],
    ['answer', `${trace.status}${trace.code === undefined ? '' : ` ${printable(trace.code)}`}`],
    ['app', `${printable(trace.app)}, ${trace.environment}`],
    ['when', `${moment(trace.at_ms)} on ${printable(trace.gateway)}`],
    ['took', timesOf(trace)],
    ['client', cell(trace.client)],
    ['trace id', cell(trace.trace_id)],
    ['kept because', sampleReasonWords[trace.kept_because]],
  ]);
  const end = refusal && [
    styled('bold', `Refused at the step "${stepName(refusal.step)}"`),
    fields([
      ['rule', printable(refusal.rule)],
      ['change', printable(refusal.change)],
    ]),
  ];
  return [head, '', ...trace.steps.map(stepLine), ...(end ? ['', ...end] : [])].join('\n');
}
