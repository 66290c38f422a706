import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FieldError } from '../../platform/http/problem.ts';
import { addCustomerSchemas } from './customer-schemas.ts';

/** What is wrong with settings; fields that they lack get the schema's defaults. Pointers begin with `at`. */
export type SettingsCheck = (settings: unknown, at: string) => FieldError[];

function fieldError(at: string, { instancePath, message, params }: ErrorObject): FieldError {
  const extra = (params as { additionalProperty?: string }).additionalProperty;
  const field = extra === undefined ? '' : `/${extra}`;
  return { pointer: `${at}${instancePath}${field}`, message: message ?? 'is not valid' };
}

/** `strict` refuses a schema whose words mean nothing: a typo there would check nothing. @throws Error about the schema */
export function settingsCheck(schema: Record<string, unknown>): SettingsCheck {
  // One for each, so that the names that schemas give themselves never meet.
  const ajv = new Ajv2020({ allErrors: true, strict: true, useDefaults: true });
  addCustomerSchemas(ajv);
  const validate: ValidateFunction = ajv.compile(schema);
  return (settings, at) =>
    validate(settings) ? [] : (validate.errors ?? []).map((error) => fieldError(at, error));
}
