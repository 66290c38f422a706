import type { DocumentKind, DocumentOf } from '@aegis/contracts';
import { QueryFailedError } from 'typeorm';
import { renderApps } from '../features/apps/index.ts';
import { renderAuthorize } from '../features/authorize/index.ts';
import { renderChallenges } from '../features/certificate-orders/index.ts';
import { renderCertificates } from '../features/certificates/index.ts';
import { renderNginx, renderPlatform } from '../features/config/index.ts';
import { renderHosts } from '../features/environments/index.ts';
import { renderIssuers } from '../features/jwt-issuers/index.ts';
import { renderKeys } from '../features/keys/index.ts';
import { renderPlugins } from '../features/plugins/index.ts';
import { renderRoles } from '../features/roles/index.ts';
import { renderRoutes } from '../features/routes/index.ts';
import { renderTenants, renderUsers } from '../features/tenants/index.ts';
import { renderUpstreams } from '../features/upstreams/index.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Env } from '../platform/env/env.ts';
import { partsOf } from './names.ts';

/** Makes the documents of one kind from rows; an id without rows is missing from the answer. */
type Renderer<K extends DocumentKind> = (
  tx: Tx,
  ids: readonly string[],
  env: Env,
) => Promise<Map<string, DocumentOf<K>>>;

/** Each feature renders its own documents; a kind without a renderer does not compile. */
const renderers: { [K in DocumentKind]: Renderer<K> } = {
  hosts: renderHosts,
  app: renderApps,
  routes: renderRoutes,
  upstreams: renderUpstreams,
  key: renderKeys,
  issuers: renderIssuers,
  tenant: renderTenants,
  user: renderUsers,
  roles: renderRoles,
  authorize: renderAuthorize,
  certificate: renderCertificates,
  challenge: renderChallenges,
  plugin: renderPlugins,
  platform: renderPlatform,
  nginx: renderNginx,
};

/** A document's content, or why there is none. */
export type Rendered = { ok: true; document: DocumentOf<DocumentKind> } | { ok: false; reason: string };

const nothing: Rendered = { ok: false, reason: 'there is nothing to make it from' };

/** A row that its feature cannot read spoils its own document and no other: then each is rendered alone. */
async function renderKind(
  tx: Tx,
  kind: DocumentKind,
  ids: readonly string[],
  env: Env,
): Promise<[id: string, Rendered][]> {
  try {
    const documents = await renderers[kind](tx, ids, env);
    return ids.map((id) => {
      const document = documents.get(id);
      return [id, document ? { ok: true, document } : nothing];
    });
  } catch (error) {
    // A statement that fails ends the transaction, so there is nothing to go on with.
    if (error instanceof QueryFailedError) throw error;
    const [only, ...others] = ids;
    if (only !== undefined && others.length === 0) {
      return [
        [only, { ok: false, reason: `it cannot be made: ${(error as Error).message}`.slice(0, 1_000) }],
      ];
    }
  }
  const alone: [string, Rendered][] = [];
  for (const id of ids) alone.push(...(await renderKind(tx, kind, [id], env)));
  return alone;
}

/** Every document by name, rendered from the snapshot that `tx` is; one query per kind. */
export async function render(tx: Tx, names: Iterable<string>, env: Env): Promise<Map<string, Rendered>> {
  const idsOf = new Map<DocumentKind, string[]>();
  for (const name of names) {
    const { kind, id } = partsOf(name);
    const ids = idsOf.get(kind);
    if (ids) ids.push(id);
    else idsOf.set(kind, [id]);
  }
  const documents = new Map<string, Rendered>();
  for (const [kind, ids] of idsOf) {
    for (const [id, rendered] of await renderKind(tx, kind, ids, env))
      documents.set(`${kind}:${id}`, rendered);
  }
  return documents;
}
