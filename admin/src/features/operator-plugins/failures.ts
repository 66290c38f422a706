import { GATEWAY_GONE_SECONDS, type OperatorPlugin, type PluginFailure } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';

interface Row {
  gateway: string;
  failures: PluginFailure[];
}

const reported = `
  SELECT coalesce(heartbeat->>'name', id) AS gateway, heartbeat->'plugin_failures' AS failures FROM gateways
  WHERE last_seen_at > now() - interval '${GATEWAY_GONE_SECONDS} seconds'
    AND jsonb_typeof(heartbeat->'plugin_failures') = 'array'
  ORDER BY 1`;

/** What gateways that are up say of the plugins that threw there. */
export async function readFailures(
  tx: Tx,
): Promise<(name: string, version: string) => OperatorPlugin['failures']> {
  const rows = await tx.query<Row[]>(reported);
  return (name, version) =>
    rows.flatMap(({ gateway, failures }) =>
      failures
        .filter((failure) => failure.plugin === name && ['', version].includes(failure.version))
        .map(({ message, count, at }) => ({
          gateway,
          message,
          count,
          at: new Date(at * 1000).toISOString(),
        })),
    );
}
