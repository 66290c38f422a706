import { roles } from '@aegis/migrations';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AccountContext, CustomerContext } from '../context.ts';
import { ENV, type Env } from '../env/env.ts';
import { type RoleName, urlFor } from './role-passwords.ts';

/** One transaction. Obtained only through an explicit context; nothing else can query. */
export type Tx = EntityManager;
export type Work<T> = (tx: Tx) => Promise<T>;
export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';

/**
 * The only way to the data. A customer's work runs as a role that sees the rows of that customer and nothing
 * else; whatever must see more says so, with its reason.
 */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  readonly #app: DataSource;
  readonly #platform: DataSource;

  constructor(@Inject(ENV) env: Env) {
    const open = (role: RoleName) =>
      new DataSource({
        type: 'postgres',
        url: urlFor(env.DATABASE_URL, env.AEGIS_SECRET, role),
        applicationName: `aegis-admin ${role}`,
        poolSize: env.AEGIS_DATABASE_POOL,
        connectTimeoutMS: 3_000,
        extra: { statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 },
      });
    this.#app = open(roles.app);
    this.#platform = open(roles.platform);
  }

  async onModuleInit(): Promise<void> {
    await Promise.all([this.#app.initialize(), this.#platform.initialize()]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.#app.destroy(), this.#platform.destroy()]);
  }

  /** A transaction on the rows of one customer. */
  asCustomer<T>(ctx: CustomerContext, work: Work<T>): Promise<T> {
    return this.#scoped('aegis.customer_id', ctx.customer.id, work);
  }

  /** A transaction on what belongs to one account alone, such as its sessions. */
  asAccount<T>(ctx: Pick<AccountContext, 'person'>, work: Work<T>): Promise<T> {
    return this.#scoped('aegis.account_id', ctx.person.accountId, work);
  }

  /** A transaction that sees every customer. `_reason` says at the call why that is needed. */
  asPlatform<T>(_reason: string, work: Work<T>, isolation: Isolation = 'READ COMMITTED'): Promise<T> {
    return this.#platform.transaction(isolation, work);
  }

  /** Answers when the database does. */
  async ping(): Promise<void> {
    await this.#platform.query('SELECT 1');
  }

  #scoped<T>(setting: string, id: string, work: Work<T>): Promise<T> {
    return this.#app.transaction(async (tx) => {
      await tx.query('SELECT set_config($1, $2, true)', [setting, id]);
      return work(tx);
    });
  }
}
