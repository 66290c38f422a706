import { listPlugins } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { messagesBelow } from '../../ui/lines.ts';
import { messageAt, PluginSettingsFields } from '../plugins/index.ts';
import type { RouteForm } from './RouteFields.tsx';

/** Plugins of this route alone; those of the whole app run besides. */
export function RoutePlugins({ form }: { form: RouteForm }) {
  const { slug, may } = useCustomer();
  const manifests = useQuery(read(slug, listPlugins)).data?.data.items ?? [];
  const problems = messagesBelow(form.formState.errors.plugins);
  if (manifests.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium">
        Plugins<span className="ml-2 text-xs font-normal text-faint">for this route alone</span>
      </legend>
      <Controller
        control={form.control}
        name="plugins"
        render={({ field }) => (
          <>
            {manifests.map((manifest) => (
              <div
                key={manifest.name}
                className="flex flex-col gap-5 rounded-md border border-line px-4 py-3"
              >
                <PluginSettingsFields
                  manifest={manifest}
                  settings={field.value?.[manifest.name]}
                  onChange={(next) => {
                    const { [manifest.name]: _, ...others } = field.value ?? {};
                    field.onChange(next ? { ...others, [manifest.name]: next } : others);
                  }}
                  errorAt={(path) => messageAt(problems, `${manifest.name}.${path}`)}
                  disabled={!may('routes', 'write')}
                />
              </div>
            ))}
          </>
        )}
      />
    </fieldset>
  );
}
