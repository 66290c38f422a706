import type { TraceAbout, TraceStep } from '@aegis/contracts';
import type { StatusTone } from '../../ui/Status.tsx';

export const stepNames: Record<TraceStep['step'], string> = {
  resolve: 'Host',
  admit: 'Path',
  match: 'Route',
  early_plugins: 'Plugins before authentication',
  authenticate: 'Authentication',
  authorize: 'Authorization',
  limit: 'Limits',
  main_plugins: 'Plugins before the backend',
  forward: 'Backend',
};

export const outcomes: Record<TraceStep['outcome'], { tone: StatusTone; word: string }> = {
  passed: { tone: 'good', word: 'passed' },
  answered: { tone: 'busy', word: 'answered' },
  refused: { tone: 'bad', word: 'refused' },
  failed: { tone: 'bad', word: 'failed' },
};

/** "route_takes" → "Route takes". */
export const detailName = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const pages: Partial<Record<TraceAbout['kind'], string>> = {
  app: '/settings',
  route: '/routes',
  key: '/keys',
  issuer: '/jwt',
  tenant: '/tenants',
  role: '/roles',
  authorize: '/authorize',
  limit: '/limits',
  quota: '/quotas',
  upstream: '/upstreams',
  plugin: '/plugins',
};
/** Pages whose dialogs have an address of their own. */
const editable = new Set<TraceAbout['kind']>(['route', 'issuer', 'limit', 'quota', 'upstream']);

/** Where a setting is changed, below the app's address; undefined where the dashboard has no page for it. */
export function settingPath({ kind, id, name }: TraceAbout): string | undefined {
  const page = pages[kind];
  if (page === undefined) return undefined;
  if (kind === 'tenant' && name !== '') return `${page}?search=${encodeURIComponent(name)}`;
  return editable.has(kind) && id !== '' ? `${page}?edit=${encodeURIComponent(id)}` : page;
}

const settingNames: Partial<Record<TraceAbout['kind'], string>> = {
  app: 'settings',
  issuer: 'identity provider',
  authorize: 'callout of',
};

/** "Open the limit burst". */
export function settingLabel({ kind, name }: TraceAbout): string {
  return ['Open the', settingNames[kind] ?? kind, name].filter(Boolean).join(' ');
}
