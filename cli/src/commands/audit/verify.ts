import { verifyAudit } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { exitCodes, FixableError } from '../../errors.ts';

export default class AuditVerify extends AegisCommand {
  static override summary = 'Check the chain of the audit log, for operators';
  static override description = 'Ends with 1 when an entry was changed or removed.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run(): Promise<{ intact: true; entries: number }> {
    await this.parse(AuditVerify);
    const { intact, entries, broken_at } = (await this.api.call(verifyAudit)).data;
    if (!intact) {
      const message = `The audit log was tampered with${broken_at === undefined ? '' : ` at entry ${broken_at}`}.`;
      const next = 'Compare with a backup and with the heads in the log of the admin service.';
      throw new FixableError({ code: 'audit_broken', message, next, exit: exitCodes.failed });
    }
    this.log('%s', `${entries} entries, none changed or missing.`);
    return { intact, entries };
  }
}
