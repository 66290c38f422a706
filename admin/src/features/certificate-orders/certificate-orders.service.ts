import type { CertificateOrder, listCertificateOrders } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { assertEnvironment, changeApp, onlyApp, seeApp } from '../app-access/index.ts';
import { hostsOf } from '../environments/index.ts';
import { addOrder, underWay } from './add-order.ts';
import { withdrawAnswers } from './answers.ts';
import { CaAccounts } from './ca-accounts.ts';
import {
  endOrder,
  findOrder,
  orderColumns,
  orderTables,
  orderView,
  type StoredOrder,
  toldOrder,
} from './order.row.ts';

type View = z.output<typeof CertificateOrder>;
type ListQuery = Call<typeof listCertificateOrders>['query'];
interface OrderPlace {
  app_id: string;
  id: string;
}

/** All companies share what the authority lets the platform order; no app takes it from the others. */
const ordersPerApp = { name: 'certificate_orders', amount: 20, periodMs: 86_400_000 };

/** Orders of certificates, as members see and steer them. */
@Injectable()
export class CertificateOrdersService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly accounts: CaAccounts,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  async list(ctx: CustomerContext, { app_id, status, ...query }: ListQuery): Promise<Page<View>> {
    const apps = [onlyApp(ctx), app_id].filter((id) => id !== undefined);
    const page = await this.db.asCustomer(ctx, (tx) =>
      listPage<StoredOrder>(
        tx,
        {
          select: orderColumns,
          from: orderTables,
          where: [
            ...apps.map((id) => ({ sql: 'o.app_id = ?', values: [id] })),
            ...(status === undefined ? [] : [{ sql: 'o.status = ?', values: [status] }]),
          ],
          sorts: { created_at: { column: 'o.created_at', type: 'timestamptz' } },
          defaultSort: '-created_at',
          id: { column: 'o.id', type: 'uuid' },
          search: ['a.slug'],
        },
        query,
      ),
    );
    const now = this.clock.now();
    return { ...page, items: page.items.map((row) => orderView(row, now)) };
  }

  async get(ctx: CustomerContext, { app_id, id }: OrderPlace): Promise<View> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, app_id);
      return findOrder(tx, app_id, id);
    });
    return orderView(row, this.clock.now());
  }

  async create(ctx: CustomerContext, appId: string, wanted: string[] | undefined): Promise<View> {
    assertEnvironment(ctx, 'shared');
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, appId));
    await this.#mayOrder(appId);
    return this.#write(ctx, 'create', appId, async (tx) => {
      const hosts = await ownHosts(tx, appId, wanted);
      await assertFree(tx, appId, hosts);
      const id = await addOrder(tx, { customerId: ctx.customer.id, appId, hosts });
      return { id, summary: `Ordered a certificate for ${hosts.join(', ')}` };
    });
  }

  async retry(ctx: CustomerContext, { app_id, id }: OrderPlace): Promise<View> {
    assertEnvironment(ctx, 'shared');
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, app_id));
    await this.#mayOrder(app_id);
    return this.#write(ctx, 'retry', app_id, async (tx) => {
      const order = await findOrder(tx, app_id, id);
      if (order.status === 'failed') await assertFree(tx, app_id, order.hosts);
      else if (order.status !== 'pending') throw Problem.conflict(`The order is ${order.status}.`);
      await tx.query(
        `UPDATE certificate_orders
         SET status = 'pending', attempts = 0, reason = NULL, next_step = NULL, next_attempt_at = now(),
           updated_at = now()
         WHERE id = $1`,
        [id],
      );
      return { id, summary: `Another attempt at a certificate for ${order.hosts.join(', ')}` };
    });
  }

  async cancel(ctx: CustomerContext, { app_id, id }: OrderPlace): Promise<View> {
    assertEnvironment(ctx, 'shared');
    return this.#write(ctx, 'cancel', app_id, async (tx) => {
      const order = await findOrder(tx, app_id, id);
      if (order.status !== 'pending') throw Problem.conflict(`The order is ${order.status}.`);
      await endOrder(tx, id, 'cancelled');
      const documents = await withdrawAnswers(tx, id);
      return { id, documents, summary: `No certificate for ${order.hosts.join(', ')} any more` };
    });
  }

  /** @throws Problem certificate_orders_off; too_many_attempts */
  async #mayOrder(appId: string): Promise<void> {
    if (!this.accounts.configured) throw new Problem('certificate_orders_off');
    await this.throttle.take(ordersPerApp, appId);
  }

  async #write(
    ctx: CustomerContext,
    verb: string,
    appId: string,
    work: (tx: Tx) => Promise<{ id: string } & Pick<Changed<never>, 'documents' | 'summary'>>,
  ): Promise<View> {
    const { result } = await this.changes.write(ctx, `certificate_orders.${verb}`, async (tx) => {
      await changeApp(tx, ctx, appId);
      const { id, ...changed } = await work(tx);
      const row = await findOrder(tx, appId, id);
      return {
        result: row,
        resource: 'certificate_order',
        resourceId: id,
        after: toldOrder(row),
        ...changed,
      };
    });
    return orderView(result, this.clock.now());
  }
}

/** @throws Problem invalid_input for a host that the app does not have */
async function ownHosts(tx: Tx, appId: string, wanted: string[] | undefined): Promise<string[]> {
  const own = await hostsOf(tx, appId);
  if (wanted === undefined) return own;
  wanted.forEach((host, index) => {
    if (!own.includes(host))
      throw Problem.invalid(`/hosts/${index}`, `is no host of the app (${own.join(', ')})`);
  });
  return [...new Set(wanted)];
}

/** @throws Problem conflict */
async function assertFree(tx: Tx, appId: string, hosts: readonly string[]): Promise<void> {
  const host = await underWay(tx, appId, hosts);
  if (host !== undefined) throw Problem.conflict(`A certificate for ${host} is on order already.`);
}
