import { getLimit, type LimitBody, replaceLimit } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import type { z } from 'zod';
import { AegisCommand } from '../../base.ts';
import { fitting, limitChanges, limitFlags, period } from '../../change/limit-body.ts';
import { inputOf } from '../../change/merge.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp, findLimit } from '../../lookup.ts';

export default class LimitsUpdate extends AegisCommand {
  static override summary = 'Change a rate limit; what is not named stays as it is';
  static override examples = ['<%= config.bin %> <%= command.id %> burst --app shop --amount 200 --wait'];
  static override args = { limit: Args.string({ required: true, description: 'Name or id of the limit.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...limitFlags,
    rename: Flags.string({ description: 'New name.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(LimitsUpdate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findLimit(this.api, app.id, args.limit);
    const params = { app_id: app.id, id };
    const { data: current, etag } = await this.api.call(getLimit, { params });
    const changes = await limitChanges(flags);
    const body = {
      ...inputOf(replaceLimit, fitting(current, changes.algorithm)),
      ...changes,
      name: flags.rename ?? current.name,
    } as z.input<typeof LimitBody>;
    const input = { params, body, ifMatch: etag };
    return await this.change(
      replaceLimit,
      input,
      flags,
      ({ name, amount, period_ms }) => `Changed limit ${name}: ${amount} per ${period(period_ms)}.`,
      current,
    );
  }
}
