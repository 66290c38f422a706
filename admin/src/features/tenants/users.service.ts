import type {
  addGrant,
  deleteTenantUser,
  getTenantUser,
  listTenantUsers,
  putTenantUser,
  removeGrant,
  TenantUser,
} from '@aegis/contracts';
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
import { findTenant } from './tenant.row.ts';
import {
  findUser,
  grantRole,
  type StoredUser,
  seekUser,
  takeRole,
  type UserOwner,
  upsertUser,
  userColumns,
  userView,
} from './user.row.ts';

interface UserCall {
  ctx: CustomerContext;
  params: { app_id: string; tenant: string; user: string };
}

const documentOf = (row: StoredUser) => nameOf('user', row.document_id);

/** Users of tenants and the roles that they were granted. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly liveness: LivenessReader,
  ) {}

  async list({ ctx, params, query }: Call<typeof listTenantUsers>): Promise<Page<TenantUser>> {
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      const tenant = await findTenant(tx, params.app_id, params.tenant);
      return listPage<StoredUser>(
        tx,
        {
          select: userColumns,
          from: 'tenant_users',
          where: [{ sql: 'tenant_id = ?', values: [tenant.id] }],
          sorts: {
            id: { column: 'external_id', type: 'text' },
            name: { column: 'name_key', type: 'text' },
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
      return live ? [userView(row, params.tenant, live)] : [];
    });
    return { ...page, items };
  }

  async get({ ctx, params }: Call<typeof getTenantUser>): Promise<Reply<TenantUser>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      const tenant = await findTenant(tx, params.app_id, params.tenant);
      return findUser(tx, tenant.id, params.user);
    });
    return this.#reply(params.tenant, row);
  }

  /** @throws Problem invalid_input, entitlement_reached */
  put(call: Call<typeof putTenantUser>): Promise<Reply<TenantUser>> {
    return this.#write(call, 'tenant_users.put', (tx, owner, before) => {
      assertSeen(call.ifMatch, before, 'user');
      return upsertUser(tx, owner, call.params.user, call.body);
    });
  }

  grant(call: Call<typeof addGrant>): Promise<Reply<TenantUser>> {
    const { user, role } = call.params;
    return this.#write(call, 'grants.add', (tx, owner) => grantRole(tx, owner, user, role));
  }

  async take(call: Call<typeof removeGrant>): Promise<Reply<undefined>> {
    const { meta } = await this.#write(call, 'grants.remove', async (tx, { tenant }) => {
      const user = await findUser(tx, tenant.id, call.params.user);
      await takeRole(tx, user, call.params.role);
      return findUser(tx, tenant.id, user.external_id);
    });
    return reply(undefined, { revision: meta.revision });
  }

  /** Its document stays, without roles. */
  async remove(call: Call<typeof deleteTenantUser>): Promise<Reply<undefined>> {
    const { meta } = await this.#write(call, 'tenant_users.delete', async (tx, { tenant }) => {
      const user = await findUser(tx, tenant.id, call.params.user);
      await tx.query('DELETE FROM tenant_users WHERE id = $1', [user.id]);
      return { ...user, roles: [] };
    });
    return reply(undefined, { revision: meta.revision });
  }

  async #write(
    { ctx, params }: UserCall,
    action: string,
    work: (tx: Tx, owner: UserOwner, before: StoredUser | undefined) => Promise<StoredUser>,
  ): Promise<Reply<TenantUser>> {
    assertEnvironment(ctx, 'shared');
    const { result, revision } = await this.changes.write(ctx, action, async (tx) => {
      await changeApp(tx, ctx, params.app_id);
      const tenant = await findTenant(tx, params.app_id, params.tenant);
      const flags = await appFlags(tx, params.app_id);
      const before = await seekUser(tx, tenant.id, params.user);
      const owner = {
        customerId: ctx.customer.id,
        appId: params.app_id,
        tenant,
        actor: ctx.person.email,
      };
      const row = await work(tx, owner, before);
      return {
        result: row,
        resource: 'tenant_user',
        resourceId: row.id,
        before: before && told(params.tenant, before),
        after: told(params.tenant, row),
        documents: [{ name: documentOf(row) }, ...(await appTouched(tx, params.app_id, flags))],
        summary: `Changed the user ${row.external_id} of the tenant ${params.tenant}`,
      };
    });
    return this.#reply(params.tenant, result, revision);
  }

  async #reply(tenant: string, row: StoredUser, revision?: number): Promise<Reply<TenantUser>> {
    const liveness = await this.liveness.of([documentOf(row)]);
    return reply(userView(row, tenant, liveness), { version: row.version, revision });
  }
}

const told = (tenant: string, { external_id, name, roles }: StoredUser) => ({
  tenant,
  id: external_id,
  name,
  roles,
});
