import { getUpstream, replaceUpstream } from '@aegis/contracts';
import { Args } from '@oclif/core';
import type { z } from 'zod';
import { AegisCommand } from '../../base.ts';
import { inputOf } from '../../change/merge.ts';
import { upstreamChanges, upstreamFlags } from '../../change/upstream-body.ts';
import { appFlag, changeFlags, environmentFlag } from '../../flags.ts';
import { findApp, findUpstream } from '../../lookup.ts';

export default class UpstreamsUpdate extends AegisCommand {
  static override summary = 'Change a backend; what is not named stays as it is';
  static override examples = [
    '<%= config.bin %> <%= command.id %> default --app shop -e production -t https://new.example.com --wait',
    '<%= config.bin %> <%= command.id %> default --app shop -e production --read-timeout 5000 --dry-run',
  ];
  static override args = {
    upstream: Args.string({ default: 'default', description: 'Name or id of the upstream.' }),
  };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...upstreamFlags,
    ...environmentFlag('Environment that it serves.'),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(UpstreamsUpdate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findUpstream(this.api, app.id, flags.environment, args.upstream);
    const params = { app_id: app.id, id };
    const { data: current, etag } = await this.api.call(getUpstream, { params });
    const body = (await upstreamChanges(flags, inputOf(replaceUpstream, current))) as z.input<
      typeof replaceUpstream.body
    >;
    const input = { params, body, ifMatch: etag };
    return await this.change(
      replaceUpstream,
      input,
      flags,
      ({ name }) => `Changed upstream ${name}.`,
      current,
    );
  }
}
