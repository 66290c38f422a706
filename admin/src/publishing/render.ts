import type { DocumentKind, DocumentOf } from '@aegis/contracts';
import { renderApps } from '../features/apps/index.ts';
import { renderNginx, renderPlatform } from '../features/config/index.ts';
import { renderHosts } from '../features/environments/index.ts';
import { renderKeys } from '../features/keys/index.ts';
import { renderRoutes } from '../features/routes/index.ts';
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
  platform: renderPlatform,
  nginx: renderNginx,
};

/** Document name → content, rendered from the snapshot that `tx` is; one query per kind. */
export async function render(
  tx: Tx,
  names: Iterable<string>,
  env: Env,
): Promise<Map<string, DocumentOf<DocumentKind>>> {
  const idsOf = new Map<DocumentKind, string[]>();
  for (const name of names) {
    const { kind, id } = partsOf(name);
    idsOf.set(kind, [...(idsOf.get(kind) ?? []), id]);
  }
  const documents = new Map<string, DocumentOf<DocumentKind>>();
  for (const [kind, ids] of idsOf) {
    for (const [id, document] of await renderers[kind](tx, ids, env))
      documents.set(`${kind}:${id}`, document);
  }
  return documents;
}
