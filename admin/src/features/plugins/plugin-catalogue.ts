import type { PluginManifest } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type FieldError, Problem } from '../../platform/http/problem.ts';
import { addCustomerSchemas } from './customer-schemas.ts';
import { manifests } from './manifests.ts';
import type { PluginSettings } from './uses.ts';

/** The plugins of this platform, and the check of their settings. */
@Injectable()
export class PluginCatalogue {
  readonly manifests: readonly PluginManifest[];
  readonly #validators: Map<string, ValidateFunction>;

  constructor() {
    this.manifests = manifests().map(({ phases: _, secrets: __, ...manifest }) => manifest);
    // `strict` refuses a manifest whose schema has words that mean nothing: a typo there would check nothing.
    const ajv = new Ajv2020({ allErrors: true, strict: true, useDefaults: true });
    addCustomerSchemas(ajv);
    this.#validators = new Map(this.manifests.map(({ name, settings }) => [name, ajv.compile(settings)]));
  }

  /** The settings with the schema's defaults filled in. @throws Problem invalid_input below `pointer` */
  check(plugins: PluginSettings, pointer = '/plugins'): PluginSettings {
    const checked = structuredClone(plugins);
    const errors = Object.entries(checked).flatMap(([name, settings]) =>
      this.#errors(name, settings, pointer),
    );
    if (errors.length > 0) throw new Problem('invalid_input', { errors });
    return checked;
  }

  #errors(name: string, settings: unknown, pointer: string): FieldError[] {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const validate = this.#validators.get(name);
    if (!validate) return [{ pointer: at, message: 'is no plugin of this platform' }];
    return validate(settings) ? [] : (validate.errors ?? []).map((error) => fieldError(at, error));
  }
}

function fieldError(at: string, { instancePath, message, params }: ErrorObject): FieldError {
  const extra = (params as { additionalProperty?: string }).additionalProperty;
  const field = extra === undefined ? '' : `/${extra}`;
  return { pointer: `${at}${instancePath}${field}`, message: message ?? 'is not valid' };
}
