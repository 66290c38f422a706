import { createUpstream, environments, type UpstreamBody } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import type { z } from 'zod';
import { AegisCommand } from '../../base.ts';
import { upstreamChanges, upstreamFlags } from '../../change/upstream-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class UpstreamsCreate extends AegisCommand {
  static override summary = 'Add a backend to an environment';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop -e staging -t https://staging.example.com',
    '<%= config.bin %> <%= command.id %> search -e production -t https://a.example.com=3 -t https://b.example.com',
    '<%= config.bin %> <%= command.id %> carts -e production -t https://a.example.com -t https://b.example.com --hash-by cookie:cart',
  ];
  static override args = { name: Args.string({ default: 'default', description: 'Name of the upstream.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...upstreamFlags,
    environment: Flags.option({ options: environments })({
      char: 'e',
      required: true,
      description: 'Environment that it serves.',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(UpstreamsCreate);
    const { data: app } = await findApp(this.api, flags.app);
    const { environment } = flags;
    // The server, and --dry-run here, check it against the contract.
    const body = { ...(await upstreamChanges(flags)), name: args.name, environment } as z.input<
      typeof UpstreamBody
    >;
    const input = { params: { app_id: app.id }, body };
    return await this.change(
      createUpstream,
      input,
      flags,
      ({ name }) => `Created upstream ${name} of ${environment}.`,
    );
  }
}
