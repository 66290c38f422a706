import { z } from 'zod';
import { PluginPlace } from './vocabulary.ts';

/** What a plugin says about itself in `plugin.json`. */

export const PluginName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{1,39}$/,
    'begins with a letter; 2 to 40 lower-case letters, digits and underscores',
  );

/** Longest source text of an operator's plugin, in bytes of UTF-8. */
export const MAX_PLUGIN_SOURCE_BYTES = 256 * 1024;

/** Parts of a request's way in which an operator's plugin may be called. */
export const pluginPhases = ['access', 'header_filter'] as const;

const Described = z.looseObject({
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(500),
});

/** JSON Schema (2020-12) of the settings; every field with a title and a description, for the form and the docs. */
const SettingsSchema = z.looseObject({
  type: z.literal('object'),
  additionalProperties: z.literal(false),
  properties: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and _'), Described),
});

/** `plugin.json` of a plugin that an operator installs. */
export const PluginFile = z
  .strictObject({
    name: PluginName,
    version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'a version such as 1.0.0'),
    summary: z.string().trim().min(1).max(200),
    place: PluginPlace,
    /** The methods of its object that gateways call. */
    phases: z.array(z.enum(pluginPhases)).min(1).max(pluginPhases.length),
    /** Among the plugins of its place; lower runs first. */
    order: z.int().min(0).max(10_000),
    /** Names of text settings that only gateways may read: sealed inside documents. */
    secrets: z.array(z.string()).max(20),
    settings: SettingsSchema,
  })
  .superRefine(({ place, phases, secrets, settings }, ctx) => {
    if (place === 'response' && phases.includes('access'))
      ctx.addIssue({
        code: 'custom',
        path: ['phases'],
        message: 'a plugin of the place response has no access',
      });
    if (place !== 'response' && !phases.includes('access'))
      ctx.addIssue({
        code: 'custom',
        path: ['phases'],
        message: `a plugin of the place ${place} has access`,
      });
    for (const [i, name] of secrets.entries())
      if (settings.properties[name]?.type !== 'string')
        ctx.addIssue({ code: 'custom', path: ['secrets', i], message: 'is no text among the settings' });
  });
export type PluginFile = z.infer<typeof PluginFile>;
