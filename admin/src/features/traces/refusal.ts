import {
  type ErrorCodeName,
  errorCodes,
  type Sample,
  type TraceRefusal,
  type TraceStep,
} from '@aegis/contracts';
import { advice } from './advice.ts';

const isCode = (code: string): code is ErrorCodeName => Object.hasOwn(errorCodes, code);

/** What a refused request comes to, in words: from its last step and the code that it was answered with. */
export function refusalOf(sample: Sample): TraceRefusal | undefined {
  const step = sample.steps.at(-1);
  const { code } = sample;
  if (code === undefined || step === undefined || step.outcome === 'passed') return undefined;
  const known = isCode(code) ? code : undefined;
  const found = known && advice[known];
  const about = step.about ?? aboutOf(found?.about, sample);
  const refused = { sample, step, detail: detailOf(step) };
  return {
    step: step.step,
    code,
    rule: sentence(step.rule ?? found?.rule?.(refused) ?? (known ? errorCodes[known].title : code)),
    change: found?.change(refused) ?? (known ? errorCodes[known].fix : ''),
    ...(about ? { about } : {}),
  };
}

/** The setting that a code is about where the gateway names none. */
function aboutOf(kind: 'route' | 'app' | 'tenant' | undefined, sample: Sample): TraceStep['about'] {
  if (kind === 'route') return { kind, id: sample.route_id ?? '', name: sample.route ?? '' };
  if (kind === 'tenant') return { kind, id: '', name: sample.tenant ?? '' };
  return kind && { kind, id: '', name: '' };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const detailOf =
  (step: TraceStep) =>
  (name: string): string => {
    const value = step.details[name];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  };
