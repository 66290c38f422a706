import { AegisCommand } from '../../base.ts';
import { customerArgs } from '../../change/customer-flags.ts';
import { findCustomer } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class CustomersGet extends AegisCommand {
  static override summary = 'Show one company';
  static override examples = ['<%= config.bin %> <%= command.id %> acme'];
  static override args = customerArgs;

  async run(): Promise<unknown> {
    const { args } = await this.parse(CustomersGet);
    const customer = await findCustomer(this.api, args.customer);
    const { owner_email: owner, created_at: created, ...rest } = customer;
    this.show({ ...rest, owner, created: when(created) });
    return customer;
  }
}
