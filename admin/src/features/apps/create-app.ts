import {
  AppSettings,
  type createApp,
  type DocumentName,
  entitlements,
  RouteBody,
  UpstreamBody,
} from '@aegis/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type Changed, Changes, type Written } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/database.ts';
import { isDuplicate } from '../../platform/database/errors.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { numberedSlug, slugFrom } from '../../platform/slug.ts';
import { appDocuments } from '../../publishing/names.ts';
import { onlyApp } from '../app-access/index.ts';
import { addHosts } from '../environments/index.ts';
import { KeyIssuer } from '../keys/index.ts';
import { insertRoute } from '../routes/index.ts';
import { assertAddresses, insertUpstream } from '../upstreams/index.ts';
import { findApp, type StoredApp } from './app.row.ts';

type NewApp = Call<typeof createApp>['body'];

export interface CreatedApp {
  app: StoredApp;
  /** The text of the first key; shown once. */
  firstKey?: string;
}

/** How many numbered forms of a slug are tried before its owner has to choose one. */
const SLUG_ATTEMPTS = 50;

const settings = AppSettings.parse({ path: {}, api_key: {} });

const isTaken = (error: unknown): boolean =>
  isDuplicate(error, 'apps_slug') || isDuplicate(error, 'hosts_pkey');

/** An app, and with an upstream's address everything that its first call needs, in one transaction. */
@Injectable()
export class CreateApp {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly changes: Changes,
    private readonly outgoing: Outgoing,
    private readonly issuer: KeyIssuer,
  ) {}

  /** @throws Problem slug_taken, upstream_address_refused, entitlement_reached */
  async run(ctx: CustomerContext, body: NewApp): Promise<Written<CreatedApp>> {
    if (onlyApp(ctx) !== undefined)
      throw new Problem('not_allowed', { detail: 'The token is limited to one app.' });
    if (body.upstream_url) await assertAddresses(this.outgoing, [{ url: body.upstream_url, weight: 1 }]);
    const attempts = body.slug === undefined ? SLUG_ATTEMPTS : 1;
    const slug = body.slug ?? slugFrom(body.name, 'app');
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        return await this.#write(ctx, body, numberedSlug(slug, attempt));
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
    }
    throw new Problem('slug_taken', { detail: `The slug ${slug} is taken.` });
  }

  #write(ctx: CustomerContext, body: NewApp, slug: string): Promise<Written<CreatedApp>> {
    return this.changes.write(ctx, 'apps.create', async (tx): Promise<Changed<CreatedApp>> => {
      await assertRoom(tx, ctx.customer.id);
      const id = newId();
      await tx.query(
        'INSERT INTO apps (id, customer_id, slug, name, settings) VALUES ($1, $2, $3, $4, $5::jsonb)',
        [id, ctx.customer.id, slug, body.name, JSON.stringify(settings)],
      );
      const hosts = await addHosts(tx, { id, slug, customerId: ctx.customer.id }, this.env.AEGIS_BASE_DOMAIN);
      const first = body.upstream_url ? await this.#ready(tx, ctx, id, body.upstream_url) : undefined;
      const documents = [...hosts, ...appDocuments(id), ...(first ? [first.document] : [])];
      return {
        result: { app: await findApp(tx, id), ...(first && { firstKey: first.secret }) },
        resource: 'app',
        resourceId: id,
        after: { slug, name: body.name, upstream_url: body.upstream_url },
        documents: documents.map((name) => ({ name })),
        summary: `Created the app ${slug}`,
      };
    });
  }

  /** A production upstream, a route for everything, and a key. */
  async #ready(
    tx: Tx,
    ctx: CustomerContext,
    appId: string,
    url: string,
  ): Promise<{ secret: string; document: DocumentName }> {
    const customerId = ctx.customer.id;
    const { environment, name, ...settings } = UpstreamBody.parse({
      environment: 'production',
      targets: [{ url }],
    });
    await insertUpstream(tx, customerId, appId, { environment, name }, { settings, clientKey: null });
    await insertRoute(tx, customerId, appId, RouteBody.parse({ name: 'everything', path: '/*' }));
    const { secret, row } = await this.issuer.issue(tx, {
      customerId,
      appId,
      name: 'First key',
      environment: 'production',
      limitIds: [],
      createdBy: ctx.person.email,
    });
    return { secret, document: `key:${row.hash}` };
  }
}

async function assertRoom(tx: Tx, customerId: string): Promise<void> {
  const [row] = await tx.query<{ apps: number }[]>(
    'SELECT count(*)::int AS apps FROM apps WHERE customer_id = $1 AND deleted_at IS NULL',
    [customerId],
  );
  const { apps } = entitlements.free;
  if (row && row.apps >= apps) {
    throw new Problem('entitlement_reached', { detail: `A company may have ${apps} apps.` });
  }
}
