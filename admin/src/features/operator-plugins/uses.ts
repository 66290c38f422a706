import type { OperatorPlugin } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import type { PluginSettings } from '../plugins/index.ts';

/** A place where a plugin is switched on, as an operator reads it. */
export interface PluginPlaceOfUse {
  what: string;
  settings: PluginSettings[string];
}

/** Most places that a refusal reads and names. */
const MOST = 1_000;

const placesOf = `
  SELECT 'the platform' AS what, config->'plugins'->$1::text AS settings
    FROM platform_config WHERE config->'plugins' ? $1::text
  UNION ALL
  (SELECT 'app ' || slug, plugins->$1::text FROM apps WHERE plugins ? $1::text AND deleted_at IS NULL ORDER BY slug LIMIT ${MOST})
  UNION ALL
  (SELECT 'route ' || r.name || ' of app ' || a.slug, r.settings->'plugins'->$1::text
    FROM routes r JOIN apps a ON a.id = r.app_id
    WHERE r.settings->'plugins' ? $1::text AND a.deleted_at IS NULL ORDER BY a.slug, r.name LIMIT ${MOST})`;

/** Where a plugin is switched on: platform, apps, routes. */
export const findUses = (tx: Tx, name: string): Promise<PluginPlaceOfUse[]> =>
  tx.query<PluginPlaceOfUse[]>(placesOf, [name]);

/** A list for the detail of an answer; long ones end in a number. */
export function named(texts: readonly string[]): string {
  const shown = texts.slice(0, 10);
  const rest = texts.length - shown.length;
  return rest > 0 ? `${shown.join('; ')}; and ${rest} more` : shown.join('; ');
}

const countedUses = `
  SELECT plugin, 'platform' AS level, 1 AS count
    FROM platform_config, jsonb_object_keys(config->'plugins') AS plugin
  UNION ALL
  SELECT plugin, 'apps', count(*)::int FROM apps, jsonb_object_keys(plugins) AS plugin
    WHERE deleted_at IS NULL AND plugins <> '{}' GROUP BY plugin
  UNION ALL
  SELECT plugin, 'routes', count(*)::int
    FROM routes r JOIN apps a ON a.id = r.app_id, jsonb_object_keys(r.settings->'plugins') AS plugin
    WHERE a.deleted_at IS NULL AND r.settings->'plugins' <> '{}' GROUP BY plugin`;

/** How often each plugin is switched on. */
export async function countUses(tx: Tx): Promise<(name: string) => OperatorPlugin['uses']> {
  const rows =
    await tx.query<{ plugin: string; level: 'platform' | 'apps' | 'routes'; count: number }[]>(countedUses);
  const counts = new Map(rows.map(({ plugin, level, count }) => [`${level} ${plugin}`, count]));
  const of = (level: string, name: string) => counts.get(`${level} ${name}`) ?? 0;
  return (name) => ({
    platform: of('platform', name) > 0,
    apps: of('apps', name),
    routes: of('routes', name),
  });
}
