import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HEARTBEAT_SECONDS, renderLocalFiles } from '@aegis/contracts';
import type { Redis } from 'ioredis';
import { ConfFollower } from './conf/follower.ts';
import { ConfVerifier } from './conf/signed-conf.ts';
import { ConfSource } from './conf/source.ts';
import { ConfStore } from './conf/store.ts';
import { DocumentsFile } from './documents-file.ts';
import type { Env } from './env.ts';
import { replaceText } from './files.ts';
import { sendHeartbeat } from './heartbeat.ts';
import { defaultCertificate } from './local/certificate.ts';
import { gatewayId } from './local/identity.ts';
import { readableLua } from './local/lua-directory.ts';
import { makeRunDirectory, type RunDirectory } from './local/run-directory.ts';
import { gatewaySettings } from './local/settings.ts';
import { authorities, nameServers, workerUser } from './local/system.ts';
import type { Log } from './log.ts';
import { testConf } from './nginx/conf-test.ts';
import { findNginx, type NginxProgram } from './nginx/program.ts';
import { Supervisor } from './nginx/supervisor.ts';
import { connectRedis } from './redis.ts';
import { repeat } from './repeat.ts';
import { SpanExporter } from './spans/exporter.ts';
import { takeSpans } from './spans/source.ts';

const CONF_EVERY_MS = 1_000;
/** Nothing serves before the first configuration: ask more often. */
const FIRST_CONF_EVERY_MS = 50;

export interface Agent {
  /** Ends when everything is stopped. */
  stop: () => Promise<void>;
}

/** Runs one gateway: its nginx, its configuration, its local files. @throws Error when the machine lacks something */
export async function startAgent(env: Env, version: string, log: Log): Promise<Agent> {
  const program = findNginx(env.nginx);
  log('nginx_found', { path: program.path, version: program.version, ngx_lua: program.luaVersion });
  const gateway = await Gateway.make(env, version, program, log);
  return await gateway.run();
}

class Gateway {
  readonly #env: Env;
  readonly #version: string;
  readonly #log: Log;
  readonly #program: NginxProgram;
  readonly #run: RunDirectory;
  readonly #id: string;
  readonly #store: ConfStore;
  readonly #supervisor: Supervisor;
  readonly #documents: DocumentsFile;
  readonly #config: Redis;
  readonly #state: Redis;
  readonly #stopping = new AbortController();
  #boot: string = randomUUID();

  private constructor(
    env: Env,
    version: string,
    program: NginxProgram,
    log: Log,
    run: RunDirectory,
    id: string,
  ) {
    this.#env = env;
    this.#version = version;
    this.#program = program;
    this.#log = log;
    this.#run = run;
    this.#id = id;
    this.#store = new ConfStore(join(env.directory, 'conf'));
    this.#documents = new DocumentsFile(run.internalSocket, this.#documentsFile, log);
    this.#config = connectRedis(env.redisConfigUrl);
    this.#state = connectRedis(env.redisStateUrl);
    this.#supervisor = new Supervisor({
      program,
      directory: this.#store.directory,
      confFile: this.#store.confFile,
      prepare: () => this.#prepare(),
      log,
    });
  }

  static async make(env: Env, version: string, program: NginxProgram, log: Log): Promise<Gateway> {
    await mkdir(env.directory, { recursive: true, mode: 0o700 });
    const run = await makeRunDirectory(workerUser());
    return new Gateway(env, version, program, log, run, await gatewayId(env.directory));
  }

  async run(): Promise<Agent> {
    await this.#writeLocalFiles();
    const verifier = new ConfVerifier(this.#env.pinned);
    const follower = this.#follower(new ConfSource(this.#config, verifier));
    await this.#writeSettings();
    await follower.begin(await this.#store.kept(verifier));
    const { signal } = this.#stopping;
    const confEvery = () => (follower.report.revision === 0 ? FIRST_CONF_EVERY_MS : CONF_EVERY_MS);
    const loops = [
      repeat('conf', confEvery, signal, this.#log, () => follower.tick()),
      repeat(
        'heartbeat',
        () => HEARTBEAT_SECONDS * 1_000,
        signal,
        this.#log,
        () => this.#heartbeat(follower),
      ),
      repeat(
        'documents',
        () => this.#documents.restMs,
        signal,
        this.#log,
        () => this.#keepDocuments(),
      ),
      ...this.#spanLoop(),
    ];
    return { stop: () => this.#stop(loops) };
  }

  /** Only where the operator named a collector. */
  #spanLoop(): Promise<void>[] {
    const { collector, name } = this.#env;
    if (!collector) return [];
    const take = async (most: number, rejected: number) =>
      this.#supervisor.pid === undefined ? [] : await takeSpans(this.#run.internalSocket, most, rejected);
    const resource = { gatewayId: this.#id, gatewayName: name, version: this.#version };
    const exporter = new SpanExporter(take, collector, resource, this.#log);
    return [repeat('spans', exporter.pauseMs, this.#stopping.signal, this.#log, () => exporter.turn())];
  }

  get #documentsFile(): string {
    return join(this.#env.directory, 'documents');
  }

  get #settingsFile(): string {
    return join(this.#env.directory, 'gateway.json');
  }

  #follower(source: ConfSource): ConfFollower {
    return new ConfFollower({
      news: () => source.news(),
      test: async (conf) => {
        await this.#store.propose(conf);
        return await testConf(this.#program, this.#store.directory, this.#store.candidateFile);
      },
      accept: (conf) => this.#store.accept(conf),
      start: () => this.#supervisor.start(),
      reload: () => this.#supervisor.reload(),
      now: () => performance.now(),
      log: this.#log,
    });
  }

  async #writeLocalFiles(): Promise<void> {
    const env = this.#env;
    const user = workerUser();
    const tls = env.listen.tls.length > 0;
    await this.#store.writeLocal(
      renderLocalFiles({
        nginx_version: this.#program.version,
        modules: this.#program.modules,
        lua_path: await readableLua(env.luaDirectory, this.#run.path, user),
        settings_file: this.#settingsFile,
        run_dir: this.#run.path,
        error_log: env.errorLog,
        access_log: env.accessLog,
        foreground: true,
        ...(user && { user: { name: user.name, group: user.group } }),
        resolvers: this.#resolvers,
        ca_file: env.caFile ?? authorities(),
        listen: { ...env.listen, internal_socket: this.#run.internalSocket },
        ...(tls && { default_certificate: await defaultCertificate(env.directory) }),
      }),
    );
  }

  get #resolvers(): string[] {
    return this.#env.resolvers ?? nameServers();
  }

  /**
   * Every set of workers counts its usage batches from one: a boot of its own keeps two sets apart. And a socket
   * that a killed nginx left behind would keep the next one from listening.
   */
  async #prepare(): Promise<void> {
    this.#boot = randomUUID();
    await this.#writeSettings();
    if (this.#supervisor.pid === undefined) await rm(this.#run.internalSocket, { force: true });
  }

  async #writeSettings(): Promise<void> {
    const settings = gatewaySettings(this.#env, {
      id: this.#id,
      boot: this.#boot,
      version: this.#version,
      documentsFile: this.#documentsFile,
      resolvers: this.#resolvers,
    });
    await replaceText(this.#settingsFile, JSON.stringify(settings));
  }

  async #keepDocuments(): Promise<void> {
    if (this.#supervisor.pid !== undefined) await this.#documents.update();
  }

  async #heartbeat(follower: ConfFollower): Promise<void> {
    await sendHeartbeat(this.#state, {
      id: this.#id,
      boot: this.#boot,
      nginx_version: this.#program.version,
      lua_version: this.#program.luaVersion,
      openresty_version: this.#program.openrestyVersion,
      openssl_version: this.#program.opensslVersion,
      conf: follower.report,
      at: Math.floor(Date.now() / 1_000),
    });
  }

  async #stop(loops: Promise<void>[]): Promise<void> {
    this.#stopping.abort();
    await Promise.all(loops);
    await this.#keepDocuments();
    await this.#supervisor.stop(this.#env.stopMs);
    this.#config.disconnect();
    this.#state.disconnect();
    await this.#run.remove();
    this.#log('stopped');
  }
}
