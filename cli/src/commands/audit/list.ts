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
    const columns = {
      at: ({ at }: AuditEntry) => when(at),
      actor: ({ actor }: AuditEntry) => actor,
      action: ({ action }: AuditEntry) => action,
      resource: ({ resource }: AuditEntry) => resource,
      'resource id': ({ resource_id }: AuditEntry) => resource_id,
      revision: ({ revision }: AuditEntry) => revision,
      from: ({ ip }: AuditEntry) => ip,
    };
    const operation = flags.platform ? listPlatformAudit : listAudit;
    const only = { resource: flags.resource, resource_id: flags['resource-id'] };
    return await this.list(flags, columns, (query) =>
      this.api.call(operation, { query: { ...query, ...only } }),
    );
  }
}
