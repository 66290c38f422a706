import { type ErrorCodeName, errorCodes, type Operation, Problem, type Schema } from '@aegis/contracts';
import { z } from 'zod';

/** OpenAPI 3.1 from the contracts. */

type Json = Record<string, unknown>;

const jsonSchema = (schema: Schema, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  }) as Json;
  return rest;
};

const isEmpty = (schema: Schema): boolean =>
  schema.safeParse(undefined).success && !schema.safeParse({}).success;

function parameters(schema: Schema, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

function headers(operation: Operation): Json[] {
  const wanted: Json[] = [];
  if (operation.access.kind === 'customer') {
    wanted.push(header('Aegis-Customer', 'Slug of the company; needed when the caller belongs to several.'));
  }
  if (operation.idempotent) {
    wanted.push(
      header('Idempotency-Key', 'Repeats of the call with this key get the first answer for 24 hours.'),
    );
  }
  if (operation.versioned && operation.method !== 'GET') {
    wanted.push(header('If-Match', 'ETag that the caller saw; 412 when it changed meanwhile.'));
  }
  return wanted;
}

const byAccess: Record<Operation['access']['kind'], readonly ErrorCodeName[]> = {
  public: [],
  account: ['not_signed_in', 'csrf_failed', 'not_allowed'],
  operator: ['not_signed_in', 'csrf_failed', 'not_allowed'],
  customer: ['not_signed_in', 'csrf_failed', 'not_allowed', 'customer_required', 'customer_not_active'],
};

/** Every code that an operation may answer with: its own and those that follow from its form. */
export function errorsOf(operation: Operation): ErrorCodeName[] {
  const takesInput =
    !isEmpty(operation.body) || Object.keys(jsonSchema(operation.query, 'input').properties ?? {}).length > 0;
  return [
    ...new Set<ErrorCodeName>([
      ...operation.errors,
      ...byAccess[operation.access.kind],
      ...(takesInput ? (['invalid_input', 'bad_request'] as const) : []),
      ...(isEmpty(operation.body) ? [] : (['unsupported_media_type', 'payload_too_large'] as const)),
      ...(operation.path.includes(':') ? (['not_found'] as const) : []),
      ...(operation.versioned && operation.method !== 'GET' ? (['edited_meanwhile'] as const) : []),
      ...(operation.idempotent ? (['idempotency_mismatch', 'idempotency_in_progress'] as const) : []),
      'unavailable',
      'internal_error',
    ]),
  ];
}

function responseHeaders(operation: Operation): Json {
  const named = (name: string, description: string) => ({
    [name]: { description, schema: { type: 'string' } },
  });
  return {
    ...named('X-Request-Id', 'Id of this call in the log.'),
    ...(operation.versioned ? named('ETag', 'Version of the resource, for `If-Match`.') : {}),
    ...(operation.method === 'GET' ||
    operation.access.kind === 'public' ||
    operation.access.kind === 'account'
      ? {}
      : named('Aegis-Revision', 'Revision under which the change is published, where it touches gateways.')),
  };
}

function responses(operation: Operation): Json {
  const success = isEmpty(operation.response)
    ? { description: 'Done.', headers: responseHeaders(operation) }
    : {
        description: 'Done.',
        headers: responseHeaders(operation),
        content: { 'application/json': { schema: jsonSchema(operation.response, 'output') } },
      };
  const refusals: Record<string, string[]> = {};
  for (const code of errorsOf(operation)) {
    const { status, title } = errorCodes[code];
    refusals[status] = [...(refusals[status] ?? []), `\`${code}\`: ${title}.`];
  }
  const problems = Object.entries(refusals).map(([status, lines]) => [
    status,
    {
      description: lines.join(' '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return { [operation.status]: success, ...Object.fromEntries(problems) };
}

const describe = (operation: Operation): Json => ({
  operationId: operation.id,
  summary: operation.summary,
  ...(operation.description === undefined ? {} : { description: operation.description }),
  tags: [operation.id.split('.')[0]],
  ...(operation.access.kind === 'public' ? { security: [] } : {}),
  parameters: [
    ...parameters(operation.params, 'path'),
    ...parameters(operation.query, 'query'),
    ...headers(operation),
  ],
  ...(isEmpty(operation.body)
    ? {}
    : {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: jsonSchema(operation.body, 'input') } },
        },
      }),
  responses: responses(operation),
});

/** The document of `/api/openapi.json`. */
export function openApi(operations: readonly Operation[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path.replaceAll(/:([a-z_]+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Aegis admin API',
      version,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Personal or machine token, `aegis_pat_…`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'aegis_session' },
      },
    },
  };
}
