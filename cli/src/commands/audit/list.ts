import { type AuditEntry, listAudit, listPlatformAudit } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { when } from '../../terminal/printable.ts';

export default class AuditList extends AegisCommand {
  static override summary = 'Who changed what, newest first';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --resource routes --limit 20',
    '<%= config.bin %> <%= command.id %> --platform',
  ];
  static override flags = {
    ...listFlags,
    platform: Flags.boolean({ description: 'Of the whole platform, for operators.' }),
    resource: Flags.string({ description: 'Only of this kind of thing.' }),
    'resource-id': Flags.string({ description: 'Only of this thing.' }),
  };

  async run(): Promise<{ items: AuditEntry[] }> {
    const { flags } = await this.parse(AuditList);
    const operation = flags.platform ? listPlatformAudit : listAudit;
    const only = { resource: flags.resource, resource_id: flags['resource-id'] };
    return await this.list(flags, (query) => this.api.call(operation, { query: { ...query, ...only } }), {
      at: ({ at }) => when(at),
      actor: ({ actor }) => actor,
      action: ({ action }) => action,
      resource: ({ resource }) => resource,
      'resource id': ({ resource_id }) => resource_id,
      revision: ({ revision }) => revision,
      from: ({ ip }) => ip,
    });
  }
}
