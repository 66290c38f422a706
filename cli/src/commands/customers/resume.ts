import { resumeCustomer } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { customerArgs, reasonFlag } from '../../change/customer-flags.ts';
import { changeFlags } from '../../flags.ts';
import { findCustomer } from '../../lookup.ts';

export default class CustomersResume extends AegisCommand {
  static override summary = 'Lift a suspension';
  static override examples = ['<%= config.bin %> <%= command.id %> acme'];
  static override args = customerArgs;
  static override flags = { ...changeFlags, ...reasonFlag };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CustomersResume);
    const { id } = await findCustomer(this.api, args.customer);
    const input = { params: { id }, body: { reason: flags.reason } };
    return await this.change(resumeCustomer, input, flags, ({ slug }) => `Resumed ${slug}.`);
  }
}
