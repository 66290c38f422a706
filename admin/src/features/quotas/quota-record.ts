import { type QuotaBody, type QuotaRecord, zoneOffsets } from '@aegis/contracts';
import type { z } from 'zod';

export type QuotaSettings = Omit<z.output<typeof QuotaBody>, 'name'>;
export interface QuotaRow {
  id: string;
  name: string;
  settings: QuotaSettings;
}

/** A quota as gateways read it: inside the app's document, with what the clocks of its zone will show. */
export const quotaRecord = ({ id, name, settings }: QuotaRow): QuotaRecord => ({
  id,
  name,
  ...settings,
  zone: zoneOffsets(settings.time_zone, Date.now() / 1_000),
});
