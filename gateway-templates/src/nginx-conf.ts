import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NginxSettings, RetryAnswers, retryStatuses } from '@aegis/contracts';
import Handlebars from 'handlebars';

const templates = join(import.meta.dirname, '..', 'templates');

/** How a request's body goes to the upstream. What may be sent again after an answer has to be kept until then. */
const bodies = [
  { suffix: '', buffered: false, again: '' },
  { suffix: '_buffered', buffered: true, again: '' },
  ...RetryAnswers.options.map((after) => ({
    suffix: `_again_${after}`,
    buffered: true,
    again: retryStatuses[after].map((status) => ` http_${status}`).join(''),
  })),
];

/**
 * Where a request goes after the entry location: nginx takes no variables for these settings, so each combination
 * is a location of its own. `filtered` ones let plugins see the answer's headers, `captured` ones its body too;
 * `marked` ones write what the gateway says about CORS in the place of what the backend says.
 */
const forwardLocations = ['http', 'https_verified', 'https_unverified'].flatMap((protocol) =>
  bodies.flatMap(({ suffix, buffered, again }) =>
    (['', '_marked', '_filtered', '_captured'] as const).map((answers) => ({
      name: `${protocol}${suffix}${answers}`,
      tls: protocol !== 'http',
      verified: protocol === 'https_verified',
      buffered,
      again,
      marked: answers === '_marked',
      filtered: answers === '_filtered' || answers === '_captured',
      captured: answers === '_captured',
    })),
  ),
);

const grpcLocations = ['grpc', 'grpcs_verified', 'grpcs_unverified'].flatMap((protocol) =>
  (['', '_filtered', '_captured'] as const).map((answers) => ({
    name: `${protocol}${answers}`,
    tls: protocol !== 'grpc',
    verified: protocol === 'grpcs_verified',
    filtered: answers !== '',
    captured: answers === '_captured',
  })),
);

/** Variables that the request path may fill. */
const requestVariables = [
  'target',
  'host',
  'pool',
  'server_name',
  'client_certificate',
  'client_key',
  'app',
  'environment',
  'route',
  'tenant',
  'key_id',
  'code',
  'request_id',
  'told',
  'allowed_origin',
  'vary',
].map((name) => `aegis_${name}`);

function loadTemplate(): (values: object) => string {
  const handlebars = Handlebars.create();
  const folder = join(templates, 'partials');
  for (const file of readdirSync(folder)) {
    handlebars.registerPartial(basename(file, '.hbs'), readFileSync(join(folder, file), 'utf8'));
  }
  // A name that the template asks for and nobody gives is a mistake of ours, never an empty setting.
  return handlebars.compile(readFileSync(join(templates, 'nginx.conf.hbs'), 'utf8'), {
    strict: true,
    noEscape: true,
    preventIndent: true,
  });
}

let template: ((values: object) => string) | undefined;

/**
 * The text of `nginx.conf` for these platform settings; the same on every gateway.
 * @throws ZodError when a setting is outside its bounds: nothing unchecked reaches the template.
 */
export function renderNginxConf(platformSettings: NginxSettings): string {
  const settings = NginxSettings.parse(platformSettings);
  template ??= loadTemplate();
  return template({
    ...settings,
    logs: settings.access_log === 'json',
    tls_pool_keepalive: Math.max(1, Math.floor(settings.upstream_keepalive / settings.tls_pools)),
    tls_pool_numbers: Array.from({ length: settings.tls_pools }, (_, index) => index + 1),
    forward_locations: forwardLocations,
    grpc_locations: grpcLocations,
    request_variables: requestVariables,
  });
}
