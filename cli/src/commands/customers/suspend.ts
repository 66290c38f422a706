import { suspendCustomer } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { customerArgs, reasonFlag } from '../../change/customer-flags.ts';
import { destroyFlags } from '../../flags.ts';
import { findCustomer } from '../../lookup.ts';

export default class CustomersSuspend extends AegisCommand {
  static override summary = 'Stop a company and all its traffic';
  static override examples = ['<%= config.bin %> <%= command.id %> acme --reason "abuse report 4711" --wait'];
  static override args = customerArgs;
  static override flags = { ...destroyFlags, ...reasonFlag };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CustomersSuspend);
    const { id, slug } = await findCustomer(this.api, args.customer);
    const input = { params: { id }, body: { reason: flags.reason } };
    const thing = { what: 'all traffic of', name: slug, done: `Suspended ${slug}.` };
    return await this.destroy(suspendCustomer, input, flags, thing);
  }
}
