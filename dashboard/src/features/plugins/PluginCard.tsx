import { type PluginManifest, replaceAppPlugins } from '@aegis/contracts';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../api/change.ts';
import { explain, fieldProblems } from '../../api/problems.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { focusFirstInvalid } from '../../ui/focus-invalid.ts';
import { FormProblem } from '../../ui/Notice.tsx';
import { Card } from '../../ui/Page.tsx';
import { messageAt } from './messages.ts';
import { PluginSettingsFields } from './PluginSettingsFields.tsx';

type Settings = Record<string, unknown>;

interface PluginCardProps {
  appId: string;
  manifest: PluginManifest;
  /** Settings of all plugins that are on; saving one keeps the others. */
  plugins: Record<string, Settings>;
  etag: string | undefined;
}

export function PluginCard({ appId, manifest, plugins, etag }: PluginCardProps) {
  const { slug, may } = useCustomer();
  const { name } = manifest;
  const saved = plugins[name];
  const [draft, setDraft] = useState<Settings | undefined>(saved);
  const change = useChange({
    scope: slug,
    operation: replaceAppPlugins,
    said: draft ? `${name} is on` : `${name} is off`,
    quiet: true,
    onProblem: focusFirstInvalid,
  });
  const problems = fieldProblems(change.error);
  const errorAt = (path: string) => messageAt(problems, `plugins.${name}.${path}`);
  const homeless =
    change.error !== null && !problems.some(({ field }) => field.startsWith(`plugins.${name}.`));
  const changed = JSON.stringify(draft) !== JSON.stringify(saved);
  const locked = !may('plugins', 'write');

  const save = (event: FormEvent) => {
    event.preventDefault();
    const { [name]: _, ...others } = plugins;
    change.mutate({
      params: { app_id: appId },
      body: { plugins: draft ? { ...others, [name]: draft } : others },
      ...(etag ? { ifMatch: etag } : {}),
    });
  };
  return (
    <Card>
      <form noValidate onSubmit={save} className="flex flex-col gap-5 p-4 sm:p-5">
        <PluginSettingsFields
          manifest={manifest}
          settings={draft}
          onChange={(next) => setDraft(next && draft === undefined ? (saved ?? next) : next)}
          errorAt={errorAt}
          disabled={locked}
        />
        {homeless && <FormProblem problem={explain(change.error)} />}
        {changed && (
          <div className="flex gap-2">
            <Button type="submit" look="primary" pending={change.isPending}>
              Save
            </Button>
            <Button onClick={() => setDraft(saved)}>Discard</Button>
          </div>
        )}
      </form>
    </Card>
  );
}
