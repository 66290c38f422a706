import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayHeartbeat, GatewayReport, type NginxSettings, redisKeys } from '@aegis/contracts';
import { freePort } from '@aegis/stack';
import { untilSpecEnds } from '@aegis/stack/testing';
import { type Answer, type CallOptions, call } from './gateway/call.ts';
import { Nginx } from './gateway/nginx.ts';
import { type Publication, Publisher } from './gateway/publisher.ts';
import { RedisServer } from './gateway/redis-server.ts';
import { gatewaySettings, type PlatformKeys, platformKeys } from './gateway/settings.ts';
import { until } from './wait.ts';

export type { Answer, CallOptions } from './gateway/call.ts';
export type { Publication } from './gateway/publisher.ts';
export { RecordingUpstream } from './gateway/recording-upstream.ts';
export { until } from './wait.ts';

const luaPath = join(import.meta.dirname, '..', '..', 'lua');

/** Asks the cache of whatever worker answers, as the request path would. */
const probe = `location = /probe { content_by_lua_block {
    local object, why = require("aegis.config.cache").get(ngx.var.arg_kind, ngx.var.arg_id)
    if not object then ngx.status = why == "absent" and 404 or 503; return ngx.say(why) end
    ngx.header["Aegis-Worker"] = ngx.worker.pid()
    ngx.header["Aegis-Status"] = object.status
    ngx.say(require("aegis.lib.json").encode(object))
} }
location = /probe/host { content_by_lua_block {
    local record, why = require("aegis.config.cache").host(ngx.var.arg_host)
    if not record then ngx.status = why == "absent" and 404 or 503; return ngx.say(why) end
    ngx.header["Aegis-Worker"] = ngx.worker.pid()
    ngx.say(require("aegis.lib.json").encode(record))
} }
location = /probe/lua { client_max_body_size 16m; client_body_buffer_size 16m; content_by_lua_block {
    ngx.req.read_body()
    local value = assert(loadstring(ngx.req.get_body_data()))()
    ngx.header["Aegis-Worker"] = ngx.worker.pid()
    ngx.say(require("aegis.lib.json").encode({ value = value }))
} }
`;

const gatewayId = (number: number) => `019aa000-0000-7000-8000-00000000000${number}`;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-test-'));
  chmodSync(folder, 0o755);
  return folder;
}

const freePorts = async () => ({ http: await freePort(), tls: await freePort(), status: await freePort() });

export interface GatewayOptions {
  nginx?: Partial<NginxSettings>;
  /** Signed documents of the last run, as the agent keeps them. */
  documents?: string;
  /** More locations for the server of the internal socket. */
  internalLines?: string;
  /** Whether spans are kept for an agent. */
  spans?: boolean;
  /** Authorities that it trusts, PEM. */
  caFile?: string;
  /** DNS servers. Default: none that answers. */
  resolvers?: string[];
}

/**
 * A gateway of a test: private Redis, real nginx from the real templates, a publisher in place of the admin.
 * `stop` throws when the error log is not clean.
 */
export class GatewayHarness {
  readonly keys: PlatformKeys;
  readonly redis: RedisServer;
  readonly publisher: Publisher;
  readonly nginx: Nginx;
  readonly port: number;
  readonly tlsPort: number;
  readonly statusPort: number;
  readonly documentsFile: string;
  readonly #folder: string;
  readonly #spans: boolean;
  readonly #resolvers: string[];
  /** Of its platform, from 1; the first owns Redis. */
  readonly #number: number;
  /** A worker that leaves may be about to connect to Redis: nginx says so, and closes the socket. */
  readonly #expected: RegExp[] = [/open socket #\d+ left in connection \d+$/, /: aborting$/];
  readonly #stopped: () => void;
  #boots = 0;

  private constructor(
    folder: string,
    redis: RedisServer,
    ports: { http: number; tls: number; status: number },
    options: GatewayOptions,
    number: number,
  ) {
    this.#folder = folder;
    this.#spans = options.spans ?? false;
    this.#resolvers = options.resolvers ?? ['127.0.0.1'];
    this.#number = number;
    this.keys = platformKeys();
    this.redis = redis;
    this.publisher = new Publisher(() => redis.client, this.keys.platform, this.keys.signer);
    this.documentsFile = join(folder, 'documents.ndjson');
    const settingsFile = join(folder, 'gateway.json');
    this.nginx = new Nginx({
      folder,
      settingsFile,
      luaPath,
      ports,
      nginx: options.nginx ?? {},
      internalLines: probe + (options.internalLines ?? ''),
      ...(options.caFile !== undefined && { caFile: options.caFile }),
    });
    this.port = ports.http;
    this.tlsPort = ports.tls;
    this.statusPort = ports.status;
    if (options.documents !== undefined) writeFileSync(this.documentsFile, options.documents);
    this.#stopped = untilSpecEnds(() => this.stop());
  }

  /** Starts Redis only; `boot` starts nginx once the first documents are published. */
  static async prepare(options: GatewayOptions = {}): Promise<GatewayHarness> {
    const folder = newFolder();
    const redis = await RedisServer.start(folder);
    return new GatewayHarness(folder, redis, await freePorts(), options, 1);
  }

  /** One more gateway of the same platform. Stop it before this one, whose Redis it uses. */
  async another(number: number, options: GatewayOptions = {}): Promise<GatewayHarness> {
    const gateway = new GatewayHarness(newFolder(), this.redis, await freePorts(), options, number);
    gateway.boot();
    await gateway.ready();
    return gateway;
  }

  /** A gateway that serves these documents. */
  static async start(
    documents: readonly Publication[],
    options: GatewayOptions = {},
  ): Promise<GatewayHarness> {
    const gateway = await GatewayHarness.prepare(options);
    try {
      await gateway.publisher.publish(documents);
      gateway.boot();
      await gateway.ready();
    } catch (problem) {
      await gateway.stop();
      throw problem;
    }
    return gateway;
  }

  /** Starts nginx. */
  boot(): void {
    this.#boots += 1;
    const settings = gatewaySettings({
      id: gatewayId(this.#number),
      keys: this.keys,
      redisUrl: this.redis.gatewayUrl,
      documentsFile: this.documentsFile,
      boot: `boot-${this.#boots}`,
      spans: this.#spans,
      resolvers: this.#resolvers,
    });
    writeFileSync(join(this.#folder, 'gateway.json'), JSON.stringify(settings), { mode: 0o600 });
    this.nginx.start();
  }

  /** Every worker has its configuration. */
  async ready(): Promise<void> {
    await until(async () => {
      this.nginx.assertRunning();
      const { status, text } = await this.status('/ready');
      if (status !== 200) throw new Error(`the gateway is not ready: ${status} ${text}`);
      return true;
    });
  }

  /** Publishes and waits until every worker serves it. */
  async publish(documents: readonly Publication[]): Promise<number> {
    const revision = await this.publisher.publish(documents);
    await this.serves(revision);
    return revision;
  }

  async serves(revision: number): Promise<void> {
    await until(async () => (await this.served()) >= revision, `revision ${revision}`);
  }

  /** Revision that all workers serve, as the status port tells it. */
  async served(): Promise<number> {
    return (await this.heartbeat()).revision;
  }

  async heartbeat(): Promise<GatewayHeartbeat> {
    const answer = await this.status('/status');
    return GatewayHeartbeat.strip().parse(answer.json());
  }

  /** The heartbeat that the admin would read. */
  async reportedHeartbeat(): Promise<GatewayHeartbeat | undefined> {
    const text = await this.redis.client.get(redisKeys.gateway(gatewayId(this.#number)));
    return text === null ? undefined : GatewayHeartbeat.parse(JSON.parse(text));
  }

  /** What this gateway has reported so far, oldest first. */
  async reports(): Promise<GatewayReport[]> {
    const entries = await this.redis.client.xrange(redisKeys.reports, '-', '+');
    return entries.map(([, fields]) => GatewayReport.parse(JSON.parse(fields[1] ?? '')));
  }

  /** Through the client port. `host` is the Host header. */
  request(host: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return call(this.port, path, { ...options, headers: { host, ...options.headers } });
  }

  status(path: string): Promise<Answer> {
    return call(this.statusPort, path);
  }

  internal(path: string, options: CallOptions = {}): Promise<Answer> {
    return call(0, path, { ...options, socketPath: this.nginx.socket });
  }

  /** Asks the cache of a worker for a document: 200 with the built object, 404 absent, 503 unavailable. */
  probe(kind: string, id: string): Promise<Answer> {
    return this.internal(`/probe?kind=${kind}&id=${id}`);
  }

  probeHost(host: string): Promise<Answer> {
    return this.internal(`/probe/host?host=${host}`);
  }

  /** Runs Lua in a worker of this gateway, where its own modules and OpenSSL are. @returns what the chunk returns */
  async lua(chunk: string): Promise<unknown> {
    return (await this.#run(chunk)).value;
  }

  /** The same in every worker, in some more than once. @returns what each returned last */
  async everyWorker(chunk: string): Promise<unknown[]> {
    const values = new Map<string, unknown>();
    const workers = this.nginx.workers().length;
    await until(async () => {
      // Side by side, or one worker may take them all.
      const runs = await Promise.all(Array.from({ length: 4 * workers }, () => this.#run(chunk)));
      for (const { worker, value } of runs) values.set(worker, value);
      return values.size === workers;
    }, 'every worker to answer');
    return [...values.values()];
  }

  async #run(chunk: string): Promise<{ worker: string; value: unknown }> {
    const answer = await this.internal('/probe/lua', { method: 'POST', body: chunk });
    if (answer.status !== 200) throw new Error(`the chunk failed: ${this.nginx.problems().at(-1)}`);
    return {
      worker: String(answer.headers['aegis-worker']),
      value: (answer.json() as { value?: unknown }).value,
    };
  }

  /** Does for the file of documents what the agent does. */
  async keepDocuments(): Promise<void> {
    writeFileSync(this.documentsFile, (await this.internal('/documents')).text);
  }

  /** Error-log lines that this test provokes; everything else of level error or worse fails `stop`. */
  expectProblems(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  async stop(): Promise<void> {
    this.#stopped();
    try {
      await this.nginx.stop();
    } finally {
      if (this.#number === 1) await this.redis.stop();
    }
    const unexpected = this.nginx
      .problems()
      .filter((line) => !this.#expected.some((pattern) => pattern.test(line)));
    rmSync(this.#folder, { recursive: true, force: true });
    if (unexpected.length > 0) throw new Error(`the error log is not clean:\n${unexpected.join('\n')}`);
  }
}
