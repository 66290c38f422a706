import { type Operation, pathOf } from '@aegis/contracts';
import { stringify } from 'yaml';
import { exitCodes, FixableError } from '../errors.ts';

/** What a changing command would send. */
export interface Plan {
  dry_run: true;
  method: string;
  path: string;
  body?: unknown;
  /** Fields that would differ, when the command knows the state before. */
  changes?: { field: string; before: unknown; after: unknown }[];
}

interface Input {
  params?: unknown;
  body?: unknown;
}

/** Checks input against the contract as the server will. @throws FixableError with the fields at fault */
export function planOf(operation: Operation, input: Input, before?: object): Plan {
  const checked = operation.body.safeParse(input.body);
  if (!checked.success) throw refused(checked.error.issues);
  const plan: Plan = {
    dry_run: true,
    method: operation.method,
    path: pathOf(operation, (input.params ?? {}) as object),
  };
  if (checked.data !== undefined) plan.body = withoutKeys(checked.data);
  if (before && checked.data) plan.changes = changesBetween(before, checked.data);
  return plan;
}

/** What is printed stays in logs: no private key in it. */
const withoutKeys = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body, (name, value: unknown) => (name === 'private_key' ? '***' : value)));

export function describePlan(plan: Plan): string {
  const head = `Would ${plan.method} /api/v1${plan.path}`;
  if (plan.changes?.length === 0) return `${head}, which changes nothing`;
  if (plan.changes) return [head, ...plan.changes.map(describeChange)].join('\n');
  return plan.body === undefined ? head : `${head}\n${stringify(plan.body).trimEnd()}`;
}

export function refused(issues: { path: PropertyKey[]; message: string }[]): FixableError {
  const fields = issues.map(({ path, message }) => ({ pointer: pointerOf(path), message }));
  return new FixableError({
    code: 'invalid_input',
    message: 'Some fields are not valid.',
    next: 'Correct the fields above.',
    exit: exitCodes.refused,
    fields,
  });
}

/** JSON pointer (RFC 6901). */
const pointerOf = (path: PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

type Change = NonNullable<Plan['changes']>[number];

/** Compares down to the fields that differ; lists are compared whole. */
function changesBetween(before: unknown, after: unknown, field = ''): Change[] {
  if (isFields(before) && isFields(after)) {
    return Object.entries(after).flatMap(([name, value]) =>
      changesBetween(before[name], value, field === '' ? name : `${field}.${name}`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field, before, after }];
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const describeChange = ({ field, before, after }: Change): string =>
  `  ${field}: ${JSON.stringify(before) ?? '(unset)'} → ${JSON.stringify(after)}`;
