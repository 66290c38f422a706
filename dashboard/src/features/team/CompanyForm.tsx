import { getCustomer, updateCustomer } from '@aegis/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { read } from '../../api/query.ts';
import { sessionKey } from '../../api/session.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';

/** The company's name; its address stays. */
export function CompanyForm() {
  const { slug, membership } = useCustomer();
  const queries = useQueryClient();
  const { data: known } = useQuery(read(slug, getCustomer));
  const { form, submit, problem, pending } = useChangeForm({
    scope: slug,
    operation: updateCustomer,
    schema: updateCustomer.body,
    defaultValues: { name: membership.name },
    inputOf: (body) => ({ body, ifMatch: known?.etag }),
    said: 'Company renamed',
    onDone: () => queries.invalidateQueries({ queryKey: sessionKey }),
  });
  return (
    <Section title="Company">
      <form noValidate onSubmit={submit} className="flex max-w-md flex-col gap-4">
        <Field
          label="Name of the company"
          error={form.formState.errors.name?.message}
          hint={`Its address stays /c/${slug}.`}
        >
          {(field) => <Input {...field} {...form.register('name')} autoComplete="organization" />}
        </Field>
        <FormProblem problem={problem} />
        <Button type="submit" pending={pending} className="self-start">
          Rename
        </Button>
      </form>
    </Section>
  );
}
