import type { CallInput, Operation } from '@aegis/contracts';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { z } from 'zod';
import { focusFirstInvalid } from '../ui/focus-invalid.ts';
import { type AnswerOf, useChange } from './change.ts';
import type { Scope } from './client.ts';
import { type Explanation, explain, fieldProblems } from './problems.ts';

/** A form that `S` checks. */
export type FormOf<S extends z.ZodType<FieldValues, FieldValues>> = UseFormReturn<
  z.input<S>,
  unknown,
  z.output<S>
>;

interface FormOptions<O extends Operation, S extends z.ZodType<FieldValues, FieldValues>> {
  scope: Scope;
  operation: O;
  /** What the fields hold; usually the operation's own body. */
  schema: S;
  defaultValues: DefaultValues<z.input<S>>;
  inputOf: (values: z.output<S>) => CallInput<O>;
  said?: string;
  onDone?: (answer: AnswerOf<O>) => unknown;
}

/** A form over one operation: the contract's schema checks it, refusals land at their fields. */
export function useChangeForm<O extends Operation, S extends z.ZodType<FieldValues, FieldValues>>(
  options: FormOptions<O, S>,
) {
  const [problem, setProblem] = useState<Explanation>();
  const change = useChange({ ...options, quiet: true });
  const form = useForm<z.input<S>, unknown, z.output<S>>({
    resolver: zodResolver(options.schema),
    defaultValues: options.defaultValues,
  });

  const submit = form.handleSubmit(async (values) => {
    setProblem(undefined);
    try {
      await change.mutateAsync(options.inputOf(values));
    } catch (refusal) {
      setProblem(placeProblems(refusal));
    }
  });

  /** @returns what belongs to no field */
  function placeProblems(refusal: unknown): Explanation | undefined {
    const problems = fieldProblems(refusal);
    if (problems.length === 0) return explain(refusal);
    for (const { field, message } of problems) form.setError(field as Path<z.input<S>>, { message });
    focusFirstInvalid();
    return undefined;
  }

  return { form, submit, problem, pending: change.isPending };
}
