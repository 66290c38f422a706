import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisKeys } from '@aegis/contracts';
import { platformId, signDocument, signHead, signingKeys } from '@aegis/contracts/node';
import { freePort, type Redis, startRedis } from '@aegis/stack';
import { untilSpecEnds } from '@aegis/stack/testing';
import { Redis as Client } from 'ioredis';
import { type Agent, startAgent } from '../agent.ts';
import { readEnv } from '../env.ts';

const secret = 'only for the tests of the agent and nothing else';

/**
 * A configuration as small as nginx allows, in the frame that the published one has: what it answers tells which
 * revision serves. The internal socket counts how often it was asked for the documents.
 */
export const confAnswering = (text: string) => `
include local/modules.conf;
include local/main.conf;
worker_processes 1;
worker_shutdown_timeout 5s;
events { worker_connections 64; }
http {
  include local/http.conf;
  access_log off;
  server { include local/listen_http.conf; include local/listen_tls.conf; location / { return 200 "${text}"; } }
  server { include local/listen_status.conf; 
    location / { content_by_lua_block { ngx.print(require("aegis.boot").boot) } }
    location = /late { content_by_lua_block { ngx.print(require("aegis.late")) } }
  }
  server {
    include local/listen_internal.conf;
    location = /documents {
      content_by_lua_block {
        if ngx.var.http_if_none_match == '"one"' then return ngx.exit(304) end
        ngx.header.ETag = '"one"'
        ngx.print("the documents in use")
      }
    }
  }
}`;

const lua = {
  'phases/init.lua':
    'return function(path) local f = assert(io.open(path)); require("aegis.boot").boot = f:read("*a"); f:close() end',
  'phases/ssl_certificate.lua': 'return function() end',
  'boot.lua': 'return {}',
  'late.lua': 'return "loaded by a worker"',
};

/** Redis, a directory and a signer of its own for one file of tests. */
export class GatewayFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'aegis-agent-'));
  readonly events: { event: string; [field: string]: unknown }[] = [];
  ports = { http: 0, tls: 0, status: 0 };
  redis: Redis | undefined;
  client: Client | undefined;
  #agent: Agent | undefined;
  readonly #signer = signingKeys(secret)[0];
  readonly #closed = untilSpecEnds(() => this.close());

  async prepare(): Promise<void> {
    mkdirSync(join(this.directory, 'lua/aegis/phases'), { recursive: true });
    for (const [name, text] of Object.entries(lua))
      writeFileSync(join(this.directory, 'lua/aegis', name), text);
    this.ports = { http: await freePort(), tls: await freePort(), status: await freePort() };
    this.redis = await startRedis({
      directory: join(this.directory, 'redis'),
      logFile: join(this.directory, 'redis.log'),
      port: await freePort(),
    });
    this.client = new Client(this.redis.url, { maxRetriesPerRequest: null });
    this.client.on('error', () => undefined);
  }

  get pinned(): string {
    return this.#signer?.pinned ?? '';
  }

  env(): NodeJS.ProcessEnv {
    return {
      AEGIS_GATEWAY_NAME: 'the one under test',
      AEGIS_GATEWAY_DIR: join(this.directory, 'gateway'),
      AEGIS_GATEWAY_SECRET: secret,
      AEGIS_SIGNING_PUBLIC_KEY: this.pinned,
      REDIS_URL: this.redis?.url,
      AEGIS_GATEWAY_LISTEN: `127.0.0.1:${this.ports.http}`,
      AEGIS_GATEWAY_LISTEN_TLS: `127.0.0.1:${this.ports.tls}`,
      AEGIS_GATEWAY_LISTEN_STATUS: `127.0.0.1:${this.ports.status}`,
      AEGIS_LUA_DIR: join(this.directory, 'lua'),
      AEGIS_ACCESS_LOG: '/dev/null',
      AEGIS_ERROR_LOG: join(this.directory, 'error.log'),
      AEGIS_GATEWAY_STOP_SECONDS: '5',
    };
  }

  async startAgent(): Promise<Agent> {
    this.#agent = await startAgent(readEnv(this.env()), '1.2.3', (event, fields = {}) => {
      this.events.push({ event, ...fields });
    });
    return this.#agent;
  }

  async stopAgent(): Promise<void> {
    await this.#agent?.stop();
    this.#agent = undefined;
  }

  /** Signs and releases a configuration, as the admin does. */
  async publish(revision: number, conf: string, epoch = 1): Promise<void> {
    if (!this.#signer || !this.client) throw new Error('not prepared');
    const platform = platformId(this.pinned);
    const head = { term: 1, epoch, revision, time: Math.floor(Date.now() / 1_000) };
    await this.client
      .multi()
      .set(
        redisKeys.document('nginx:conf'),
        signDocument(this.#signer, platform, 'nginx', 'conf', revision, { conf }),
      )
      .set(redisKeys.head, signHead(this.#signer, platform, head))
      .exec();
  }

  async close(): Promise<void> {
    this.#closed();
    await this.stopAgent();
    this.client?.disconnect();
    await this.redis?.part.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
