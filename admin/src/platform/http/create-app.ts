import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Env } from '../env/env.ts';
import { nestLogger } from '../logging/logger.ts';
import { Metrics } from '../metrics/metrics.ts';
import { Problem } from './problem.ts';
import { assertPlain } from './validate.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;
const swaggerFiles = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The HTTP application around a module: limits, request ids, JSON only, secure headers, access log and metrics. */
export async function createApp(
  module: DynamicModule,
  env: Env,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: env.AEGIS_TRUSTED_PROXIES,
    // A caller's own id is not taken over: it could forge lines of the log.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    // Ids of tenants and users are any text of up to 200 characters, each of which may be 12 bytes in an address.
    routerOptions: { maxParamLength: 2_400 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLogger(logger),
    abortOnError: false,
  });
  const server = adapter.getInstance();
  acceptJsonOnly(server);
  await server.register(fastifyCookie);
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // The documentation page and the local mailbox set styles in place.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: env.AEGIS_PUBLIC_URL.startsWith('https:'),
  });
  await server.register(fastifyStatic, {
    root: swaggerFiles,
    prefix: '/api/docs/assets/',
    allowedPath: (path) => /^\/swagger-ui(-bundle)?\.(css|js)$/.test(path),
    index: false,
  });
  observe(server, logger, app.get(Metrics));
  return app;
}

/** No other content type is parsed: a form post of a foreign page never reaches a handler. */
function acceptJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') return done(null, undefined);
    parse(request, text as string, (error, body) => {
      if (error) return done(new Problem('bad_request', { detail: 'The body is not valid JSON.' }));
      try {
        assertPlain(body);
        done(null, body);
      } catch (problem) {
        done(problem as Error);
      }
    });
  });
}

function observe(server: FastifyInstance, logger: Logger, metrics: Metrics): void {
  server.addHook('onRequest', async (request, response) => {
    response.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async (request, response) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.request(`${request.method} ${route}`, response.statusCode, response.elapsedTime / 1000);
    logger.info(
      {
        request_id: request.id,
        method: request.method,
        route,
        status: response.statusCode,
        took_ms: Math.round(response.elapsedTime),
        ip: request.ip,
      },
      'http: answered',
    );
  });
}
