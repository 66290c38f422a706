import { updateApp } from '@aegis/contracts';
import type { UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';

/** What the form of an app's settings holds. */
export const settingsSchema = updateApp.body.required({ name: true, settings: true }).omit({ status: true });

export type SettingsFormState = UseFormReturn<
  z.input<typeof settingsSchema>,
  unknown,
  z.output<typeof settingsSchema>
>;
