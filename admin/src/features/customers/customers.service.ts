import type { Customer } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Changed, Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { type CustomerRow, customerColumns, customerView, lockCustomer } from './customer.row.ts';

export interface VersionedCustomer {
  customer: Customer;
  version: number;
}

const versioned = (row: CustomerRow): VersionedCustomer => ({
  customer: customerView(row),
  version: row.version,
});

/** The company as its own members see and change it. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  read(ctx: CustomerContext): Promise<VersionedCustomer> {
    return this.db.asCustomer(ctx, async (tx) => {
      const [row] = await tx.query<CustomerRow[]>(
        `SELECT ${customerColumns} FROM customers c WHERE c.id = $1`,
        [ctx.customer.id],
      );
      if (!row) throw Problem.notFound('company');
      return versioned(row);
    });
  }

  async rename(ctx: CustomerContext, name: string, ifMatch: number | undefined): Promise<VersionedCustomer> {
    const { result } = await this.changes.write(
      ctx,
      'customers.update',
      async (tx): Promise<Changed<VersionedCustomer>> => {
        const row = await lockCustomer(tx, ctx.customer.id);
        assertVersion(ifMatch, row.version);
        const changed = { ...row, name, version: row.version + 1 };
        await tx.query('UPDATE customers SET name = $2, version = $3 WHERE id = $1', [
          row.id,
          name,
          changed.version,
        ]);
        return {
          result: versioned(changed),
          resource: 'customer',
          resourceId: row.id,
          before: { name: row.name },
          after: { name },
        };
      },
    );
    return result;
  }
}
