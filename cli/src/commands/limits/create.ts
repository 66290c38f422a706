import { createLimit, type LimitBody } from '@aegis/contracts';
import { Args } from '@oclif/core';
import type { z } from 'zod';
import { AegisCommand } from '../../base.ts';
import { limitChanges, limitFlags, period } from '../../change/limit-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class LimitsCreate extends AegisCommand {
  static override summary = 'Add a rate limit';
  static override examples = [
    '<%= config.bin %> <%= command.id %> burst --app shop --amount 100 --per 1m --by key',
    '<%= config.bin %> <%= command.id %> everybody --app shop --amount 5000 --per 1h --by app --applies-to-app --store redis',
    '<%= config.bin %> <%= command.id %> smooth --app shop --amount 10 --per 1s --algorithm leaky_bucket --max-delay 500',
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the limit.' }) };
  static override flags = { ...appFlag, ...changeFlags, ...limitFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(LimitsCreate);
    const { data: app } = await findApp(this.api, flags.app);
    // The server, and --dry-run here, check it against the contract.
    const body = { ...(await limitChanges(flags)), name: args.name } as z.input<typeof LimitBody>;
    const input = { params: { app_id: app.id }, body };
    return await this.change(
      createLimit,
      input,
      flags,
      ({ name, amount, period_ms }) => `Created limit ${name}: ${amount} per ${period(period_ms)}.`,
    );
  }
}
