import { CustomerStatus, listCustomers } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import type { z } from 'zod';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { when } from '../../terminal/printable.ts';

type Listed = z.output<typeof listCustomers.response>['items'][number];

export default class CustomersList extends AegisCommand {
  static override summary = 'Companies of the platform';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --status active',
    '<%= config.bin %> <%= command.id %> --sort=-created_at --limit 10',
  ];
  static override flags = {
    ...listFlags,
    status: Flags.option({ options: CustomerStatus.options })({ description: 'Only in this state.' }),
  };

  async run(): Promise<{ items: Listed[] }> {
    const { flags } = await this.parse(CustomersList);
    const { status } = flags;
    return await this.list(flags, (query) => this.api.call(listCustomers, { query: { ...query, status } }), {
      slug: ({ slug }) => slug,
      name: ({ name }) => name,
      status: ({ status }) => status,
      owner: ({ owner_email }) => owner_email,
      apps: ({ apps }) => apps,
      members: ({ members }) => members,
      created: ({ created_at }) => when(created_at),
      id: ({ id }) => id,
    });
  }
}
