import type { deleteTenant, getTenant, listTenants, putTenant, Tenant } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { nameOf } from '../../publishing/names.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import { appFlags, appTouched } from './app-flags.ts';
import { assertSeen } from './assert-seen.ts';
import {
  findTenant,
  type StoredTenant,
  seekTenant,
  tenantColumns,
  tenantView,
  upsertTenant,
} from './tenant.row.ts';
import { upsertUser } from './user.row.ts';

const documentOf = (row: StoredTenant) => nameOf('tenant', row.document_id);

/** Tenants of an app, by the ids that the customer gave them. */
@Injectable()
export class TenantsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly liveness: LivenessReader,
  ) {}

  async list({ ctx, params, query }: Call<typeof listTenants>): Promise<Page<Tenant>> {
    const { status, tier } = query;
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      return listPage<StoredTenant>(
        tx,
        {
          select: tenantColumns,
          from: 'tenants',
          where: [
            { sql: 'app_id = ?', values: [params.app_id] },
            ...(status ? [{ sql: 'status = ?', values: [status] }] : []),
            ...(tier ? [{ sql: tierIs, values: [params.app_id, tier] }] : []),
          ],
          sorts: {
            id: { column: 'external_id', type: 'text' },
            name: { column: 'name_key', type: 'text' },
            created_at: { column: 'created_at', type: 'timestamptz' },
          },
          defaultSort: 'id',
          id: { column: 'id', type: 'uuid' },
          searchKeys: ['external_key', 'name_key'],
        },
        query,
      );
    });
    const liveness = await this.liveness.ofAll(page.items.map((row) => [documentOf(row)]));
    const items = page.items.flatMap((row, i) => {
      const live = liveness[i];
      return live ? [tenantView(row, live)] : [];
    });
    return { ...page, items };
  }

  async get({ ctx, params }: Call<typeof getTenant>): Promise<Reply<Tenant>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      return findTenant(tx, params.app_id, params.tenant);
    });
    return this.#reply(row);
  }

  /** @throws Problem invalid_input, entitlement_reached */
  async put({ ctx, params, body, ifMatch }: Call<typeof putTenant>): Promise<Reply<Tenant>> {
    assertEnvironment(ctx, 'shared');
    const { app_id: appId, tenant: externalId } = params;
    const { result, revision } = await this.changes.write(ctx, 'tenants.put', async (tx) => {
      await changeApp(tx, ctx, appId);
      const flags = await appFlags(tx, appId);
      const before = await seekTenant(tx, appId, externalId);
      assertSeen(ifMatch, before, 'tenant');
      const owner = { customerId: ctx.customer.id, appId };
      const row = await upsertTenant(tx, owner, externalId, before, body);
      const users = await this.#users(tx, ctx, appId, row, body.users ?? []);
      return {
        result: row,
        resource: 'tenant',
        resourceId: row.id,
        before: before && told(before),
        after: { ...told(row), ...(body.users && { users: body.users }) },
        documents: [
          { name: documentOf(row), ...(row.status === 'suspended' && { fact: 'suspended' as const }) },
          ...users,
          ...(await appTouched(tx, appId, flags)),
        ],
        summary: `${before ? 'Changed' : 'Added'} the tenant ${row.external_id}`,
      };
    });
    return this.#reply(result, revision);
  }

  /** What its users were granted goes with it: their documents hang on the id that we gave the tenant. */
  async remove({ ctx, params }: Call<typeof deleteTenant>): Promise<Reply<undefined>> {
    assertEnvironment(ctx, 'shared');
    const { revision } = await this.changes.write(ctx, 'tenants.delete', async (tx) => {
      await changeApp(tx, ctx, params.app_id);
      const flags = await appFlags(tx, params.app_id);
      const before = await findTenant(tx, params.app_id, params.tenant);
      await tx.query('DELETE FROM tenants WHERE id = $1', [before.id]);
      return {
        result: undefined,
        resource: 'tenant',
        resourceId: before.id,
        before: told(before),
        documents: [
          { name: documentOf(before), fact: 'revoked' as const },
          ...(await appTouched(tx, params.app_id, flags)),
        ],
        summary: `Removed the tenant ${before.external_id}`,
      };
    });
    return reply(undefined, { revision });
  }

  async #users(
    tx: Tx,
    ctx: CustomerContext,
    appId: string,
    tenant: StoredTenant,
    users: NonNullable<Call<typeof putTenant>['body']['users']>,
  ) {
    const owner = { customerId: ctx.customer.id, appId, tenant, actor: ctx.person.email };
    const documents = [];
    for (const [i, { id, ...body }] of users.entries()) {
      const row = await upsertUser(tx, owner, id, body, `/users/${i}/roles`);
      documents.push({ name: nameOf('user', row.document_id) });
    }
    return documents;
  }

  async #reply(row: StoredTenant, revision?: number): Promise<Reply<Tenant>> {
    const liveness = await this.liveness.of([documentOf(row)]);
    return reply(tenantView(row, liveness), { version: row.version, revision });
  }
}

const tierIs = 'tier_id = (SELECT t.id FROM tenant_tiers t WHERE t.app_id = ? AND t.name = ?)';

const told = ({ external_id, name, status, tier, metadata }: StoredTenant) => ({
  id: external_id,
  name,
  status,
  tier,
  metadata,
});
