export { type QuotaRow, quotaRecord } from './quota-record.ts';
export { QuotasModule } from './quotas.module.ts';
export { quotaIds, quotaNames } from './references.ts';
