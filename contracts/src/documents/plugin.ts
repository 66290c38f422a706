import { z } from 'zod';
import { pluginPhases } from '../plugin-manifest.ts';
import { PluginPlace } from '../vocabulary.ts';

/** One plugin switched on somewhere, settings already validated against the plugin's own schema. */
export const PluginUse = z.strictObject({
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
});
export type PluginUse = z.infer<typeof PluginUse>;

/** `plugin:<name>`: a plugin that an operator installed. */
export const PluginDocument = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('active'),
    version: z.string(),
    place: PluginPlace,
    phases: z.array(z.enum(pluginPhases)),
    order: z.int(),
    /** Lua; run in an environment of its own. */
    source: z.string(),
  }),
  z.strictObject({ status: z.literal('removed') }),
]);
export type PluginDocument = z.infer<typeof PluginDocument>;
