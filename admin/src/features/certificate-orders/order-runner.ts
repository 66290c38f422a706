import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Database } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Leader, type Lease } from '../../platform/leader/leader.ts';
import { whileLeading } from '../../platform/leader/while-leading.ts';
import { LOGGER } from '../../platform/logging/logger.ts';
import { NotWanted } from './answers.ts';
import { CaAccounts } from './ca-accounts.ts';
import { CaProblem } from './ca-problem.ts';
import { orderColumns, orderTables, type StoredOrder } from './order.row.ts';
import { OrderEnds } from './order-ends.ts';
import { OrderRun } from './order-run.ts';
import { Renewals } from './renewals.ts';

const LOOK_MS = 500;
/** Orders that wait for an authority at the same time. */
const AT_ONCE = 8;
const RENEWALS_EVERY_MS = 10_000;
/** What is under way when the lead is lost gets so long; whoever leads next goes on from what is stored. */
const FAREWELL_MS = 2_000;

const dueOrders = `
  SELECT ${orderColumns} FROM ${orderTables}
  WHERE o.status = 'pending' AND o.next_attempt_at <= now() AND o.id <> ALL($1::uuid[])
  ORDER BY o.next_attempt_at LIMIT $2`;

/** Works off orders, in one admin at a time; another one takes over when that one is gone. */
@Injectable()
export class OrderRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #leader: Leader;
  readonly #underWay = new Map<string, Promise<void>>();
  #renewalsAt = 0;

  constructor(
    @Inject(ENV) env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
    private readonly accounts: CaAccounts,
    private readonly orderRun: OrderRun,
    private readonly ends: OrderEnds,
    private readonly renewals: Renewals,
  ) {
    this.#leader = new Leader(env, logger, 'certificates', (lease) => this.#lead(lease));
  }

  onApplicationBootstrap(): void {
    if (this.accounts.configured) this.#leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#leader.stop();
  }

  async #lead(lease: Lease): Promise<void> {
    await whileLeading(
      lease,
      () => this.#turn(lease.signal),
      (error) => this.logger.warn({ err: error }, 'certificates: interrupted'),
    );
    await Promise.race([Promise.all(this.#underWay.values()), delay(FAREWELL_MS, undefined, { ref: false })]);
  }

  async #turn(signal: AbortSignal): Promise<void> {
    if (Date.now() >= this.#renewalsAt) {
      await this.renewals.run();
      this.#renewalsAt = Date.now() + RENEWALS_EVERY_MS;
    }
    await this.#startDue(signal);
    await delay(LOOK_MS, undefined, { signal });
  }

  async #startDue(signal: AbortSignal): Promise<void> {
    const free = AT_ONCE - this.#underWay.size;
    if (free <= 0) return;
    const due = await this.database.asPlatform('orders of every company', (tx) =>
      tx.query<StoredOrder[]>(dueOrders, [[...this.#underWay.keys()], free]),
    );
    for (const order of due) {
      const work = this.#workOff(order, signal).finally(() => this.#underWay.delete(order.id));
      this.#underWay.set(order.id, work);
    }
  }

  /** Never throws: what nobody foresaw is a problem of the order too, and of the log. */
  async #workOff(order: StoredOrder, signal: AbortSignal): Promise<void> {
    try {
      await this.ends.issued(order, await this.orderRun.run(order, signal));
    } catch (error) {
      if (signal.aborted || error instanceof NotWanted) return;
      if (!(error instanceof CaProblem))
        this.logger.error({ err: error, order: order.id }, 'certificates: failed');
      const problem =
        error instanceof CaProblem ? error : new CaProblem('internal', 'something went wrong on our side');
      await this.ends.failed(order, problem).catch((again: unknown) => {
        this.logger.warn({ err: again, order: order.id }, 'certificates: a failure cannot be noted');
      });
    }
  }
}
