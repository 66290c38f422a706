import type { PluginDocument } from '@aegis/contracts';
import type { Publication } from './publisher.ts';

type Active = Extract<PluginDocument, { status: 'active' }>;

/** An installed plugin of the place `early` with this `init.lua`. */
export const operatorPlugin = (
  name: string,
  source: string,
  settings: Partial<Active> = {},
): Publication => ({
  kind: 'plugin',
  id: name,
  document: {
    status: 'active',
    version: '1.0.0',
    place: 'early',
    phases: ['access'],
    order: 500,
    source,
    ...settings,
  },
});

export const removedPlugin = (name: string): Publication => ({
  kind: 'plugin',
  id: name,
  document: { status: 'removed' },
});
