import type { PluginManifest } from '@aegis/contracts';
import { Switch } from '../../ui/Toggle.tsx';
import { SchemaFields } from './SchemaFields.tsx';

type Settings = Record<string, unknown>;

interface PluginSettingsProps {
  manifest: PluginManifest;
  /** Undefined: the plugin is off. */
  settings: Settings | undefined;
  onChange: (settings: Settings | undefined) => void;
  /** Message of the setting at this path. */
  errorAt: (path: string) => string | undefined;
  disabled: boolean;
}

/** One plugin: on or off, and what its schema asks for. */
export const PluginSettingsFields = ({
  manifest,
  settings,
  onChange,
  errorAt,
  disabled,
}: PluginSettingsProps) => (
  <>
    <Switch
      label={manifest.name}
      hint={manifest.summary}
      checked={settings !== undefined}
      onChange={(on) => onChange(on ? {} : undefined)}
      disabled={disabled}
    />
    {settings && (
      <div className="border-t border-line pt-5">
        <SchemaFields
          schema={manifest.settings}
          settings={settings}
          onChange={onChange}
          errorAt={errorAt}
          disabled={disabled}
        />
      </div>
    )}
  </>
);
