import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '@aegis/stack';
import { DockerComposeEnvironment, type StartedDockerComposeEnvironment } from 'testcontainers';

const root = resolve(import.meta.dirname, '../..');

/** Why these tests cannot run here; undefined where they can. */
export function missingEngine(): string | undefined {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore' });
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no container engine with compose (`docker info`, `docker compose version`)';
  }
}

/** `npm run setup` and the shipped compose file: images of this checkout, ports and a network of its own. */
export class Installation {
  readonly gatewayPort: number;
  readonly dashboardUrl: string;
  readonly project = `aegis-test-${randomBytes(4).toString('hex')}`;
  readonly #folder = mkdtempSync(join(tmpdir(), 'aegis-containers-'));
  #environment: StartedDockerComposeEnvironment | undefined;

  private constructor(ports: { gateway: number; tls: number; dashboard: number }) {
    this.gatewayPort = ports.gateway;
    this.dashboardUrl = `http://127.0.0.1:${ports.dashboard}`;
    execFileSync(process.execPath, ['stack/dist/main.js', 'setup', '--output', this.#environmentFile], {
      cwd: root,
      stdio: 'ignore',
    });
    appendFileSync(this.#environmentFile, lines(addresses(ports)));
  }

  static async start(): Promise<Installation> {
    const [gateway, tls, dashboard] = [await freePort(), await freePort(), await freePort()];
    const installation = new Installation({ gateway, tls, dashboard });
    installation.#build();
    await installation.#up();
    return installation;
  }

  /** By itself, so that the reason of a build that fails can be read. */
  #build(): void {
    execFileSync('docker', this.#composeArgs('build'), { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  async #up(): Promise<void> {
    this.#environment = await new DockerComposeEnvironment(root, 'docker-compose.yml')
      .withProjectName(this.project)
      .withEnvironmentFile(this.#environmentFile)
      .withProfiles('demo')
      // Its helper for forgotten containers comes from a registry; `stop` takes everything down instead.
      .withAutoCleanup(false)
      .withStartupTimeout(300_000)
      .up();
  }

  get #environmentFile(): string {
    return join(this.#folder, 'env');
  }

  /** What a service printed so far, also after its end. */
  logs(service: string): string {
    return this.compose('logs', '--no-log-prefix', '--no-color', service);
  }

  /** `docker compose` on this installation. @returns what it printed */
  compose(...args: string[]): string {
    return execFileSync('docker', this.#composeArgs(...args), { cwd: root, encoding: 'utf8' });
  }

  #composeArgs(...args: string[]): string[] {
    const place = ['-p', this.project, '--env-file', this.#environmentFile, '--profile', 'demo'];
    return ['compose', ...place, ...args];
  }

  async stop(): Promise<void> {
    if (this.#environment) await this.#environment.down({ removeVolumes: true, timeout: 10_000 });
    rmSync(this.#folder, { recursive: true });
  }
}

/** A network beside the usual one, so that an installation that runs on this machine is left alone. */
function addresses(ports: { gateway: number; tls: number; dashboard: number }): Record<string, string> {
  return {
    AEGIS_GATEWAY_PORT: String(ports.gateway),
    AEGIS_GATEWAY_TLS_PORT: String(ports.tls),
    AEGIS_DASHBOARD_PORT: String(ports.dashboard),
    AEGIS_UPSTREAM_SUBNET: '172.31.251.0/24',
    AEGIS_UPSTREAM_PARTS: '172.31.251.0/25',
    AEGIS_UPSTREAM_ALLOW: '172.31.251.128/25',
    AEGIS_SAMPLE_BACKEND_ADDRESS: '172.31.251.130',
  };
}

const lines = (settings: Record<string, string>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
