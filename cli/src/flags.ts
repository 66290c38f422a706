import { environments } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { formats } from './terminal/formats.ts';

/** Flags that mean the same in every command. */

export const connectionFlags = {
  profile: Flags.string({ helpGroup: 'CONNECTION', description: 'Saved sign-in to use (AEGIS_PROFILE).' }),
  url: Flags.string({
    helpGroup: 'CONNECTION',
    description: 'Address of the admin API or the dashboard (AEGIS_URL).',
  }),
  customer: Flags.string({ helpGroup: 'CONNECTION', description: 'Slug of the company (AEGIS_CUSTOMER).' }),
};

export const outputFlag = {
  output: Flags.option({ options: formats })({
    char: 'o',
    default: 'table',
    description: 'Form of the output.',
  }),
};

export const listFlags = {
  ...outputFlag,
  search: Flags.string({ description: 'Only what begins with this text.' }),
  sort: Flags.string({ description: 'Field to sort by; -field for descending.' }),
  limit: Flags.integer({ min: 1, default: 100, exclusive: ['all'], description: 'Most items to show.' }),
  all: Flags.boolean({ description: 'Show every item.' }),
};

export interface ListFlags {
  output: (typeof formats)[number];
  search: string | undefined;
  sort: string | undefined;
  limit: number;
  all: boolean;
}

/** Most seconds that `--wait` waits. */
export const defaultTimeout = 60;

export const dryRunFlag = {
  'dry-run': Flags.boolean({ description: 'Check and show what would be sent, without sending it.' }),
};

export const yesFlag = { yes: Flags.boolean({ char: 'y', description: 'Do not ask for the name.' }) };

export const changeFlags = {
  ...dryRunFlag,
  wait: Flags.boolean({ description: 'Return when every gateway serves the change.' }),
  timeout: Flags.integer({ min: 1, default: defaultTimeout, description: 'Most seconds to --wait.' }),
};

/** Changes that no gateway serves have nothing to wait for. */
export interface ChangeFlags {
  'dry-run': boolean;
  wait?: boolean;
  timeout?: number;
}

export const destroyFlags = { ...changeFlags, ...yesFlag };

export interface DestroyFlags extends ChangeFlags {
  yes: boolean;
}

export const appFlag = {
  app: Flags.string({
    char: 'a',
    env: 'AEGIS_APP',
    description: 'Slug or id of the app; may be left out when there is only one.',
  }),
};

/** For what can be seen of all apps at once. */
export const appFilterFlag = {
  app: Flags.string({
    char: 'a',
    env: 'AEGIS_APP',
    description: 'Slug or id of the app; all apps when left out.',
  }),
};

/** Production when left out. */
export const environmentFlag = (description: string) => ({
  environment: Flags.option({ options: environments })({ char: 'e', default: 'production', description }),
});

export const environmentFilterFlag = {
  environment: Flags.option({ options: environments })({
    char: 'e',
    description: 'Only of this environment.',
  }),
};

export const tenantFlag = {
  tenant: Flags.string({ char: 't', required: true, description: 'Id of the tenant.' }),
};

export const fileFlag = {
  file: Flags.string({ char: 'f', description: 'Fields as YAML or JSON; - for standard input. Flags win.' }),
};
