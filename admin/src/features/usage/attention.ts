import type { dashboard } from '@aegis/contracts';
import type { Answer } from '../../platform/http/call.ts';

type Dashboard = Exclude<Answer<typeof dashboard>, { meta: unknown }>;
export type Attention = Dashboard['attention'][number];

export interface AppFacts {
  id: string;
  name: string;
  has_upstream: boolean;
  has_traffic: boolean;
  /** Of the last 24 hours. */
  requests: number;
  /** Of those, answers of 500 and above. */
  failures: number;
}

export interface KeyFacts {
  app_id: string;
  name: string;
  expires_at: Date;
}

/** From this share of failed answers on, and not for a single unlucky one. */
const FAILING_SHARE = 0.05;
const FAILING_LEAST = 5;

function aboutApp({ id, name, has_upstream, has_traffic, requests, failures }: AppFacts): Attention[] {
  if (!has_upstream) return [{ kind: 'no_upstream', app_id: id, text: `${name} has no upstream yet.` }];
  if (!has_traffic) return [{ kind: 'no_traffic', app_id: id, text: `${name} waits for its first request.` }];
  if (failures < FAILING_LEAST || failures < requests * FAILING_SHARE) return [];
  const percent = Math.round((failures / requests) * 100);
  return [
    {
      kind: 'errors',
      app_id: id,
      text: `${percent} % of the answers of ${name} failed in the last 24 hours.`,
    },
  ];
}

/** What needs somebody's eyes, apps first. */
export function attentionOf(apps: readonly AppFacts[], keys: readonly KeyFacts[]): Attention[] {
  if (apps.length === 0) return [{ kind: 'no_app', text: 'Create your first app.' }];
  return [
    ...apps.flatMap(aboutApp),
    ...keys.map(
      ({ app_id, name, expires_at }): Attention => ({
        kind: 'key_expiring',
        app_id,
        text: `The API key ${name} expires on ${expires_at.toISOString().slice(0, 10)}.`,
      }),
    ),
  ];
}
