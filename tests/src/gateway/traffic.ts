import type {
  AppDocument,
  Environment,
  HostsDocument,
  KeyDocument,
  LimitPolicy,
  NginxSettings,
  PlatformDocument,
  RouteRecord,
  UpstreamRecord,
  UpstreamTarget,
} from '@aegis/contracts';
import { generateApiKey, parseApiKey } from '@aegis/contracts/node';
import { GatewayHarness } from '../gateway-harness.ts';
import { type Answer, type CallOptions, call } from './call.ts';
import { appDocument, hostDocuments, ids, platformDocument } from './documents.ts';
import type { Publication } from './publisher.ts';
import { RecordingUpstream } from './recording-upstream.ts';

export const HOST = 'demo.localhost';
export const STAGING_HOST = 'demo--staging.localhost';

let made = 0;

/** A UUIDv7 of its own for every thing that a test makes. */
export function nextId(): string {
  made += 1;
  return `019aa000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

export function route(settings: Partial<RouteRecord> = {}): RouteRecord {
  return {
    id: nextId(),
    name: 'route',
    methods: [],
    path: '/*',
    priority: 0,
    auth: 'none',
    upstream: 'main',
    limits: [],
    plugins: [],
    ...settings,
  };
}

export function limit(settings: Partial<LimitPolicy> = {}): LimitPolicy {
  return {
    id: nextId(),
    name: 'limit',
    algorithm: 'sliding_window',
    amount: 3,
    period_ms: 3_600_000,
    by: [],
    store: 'synced',
    on_store_failure: 'local',
    ...settings,
  };
}

/**
 * A period of whole hours, in milliseconds, whose present window has ten minutes left at least, by the wall clock (Redis)
 * and by the machine's own (a gateway's memory): what a test counts stays in one window.
 */
export function lastingPeriod(): number {
  const hour = 3_600_000;
  const clocks = [Date.now(), Number(process.hrtime.bigint() / 1_000_000n)];
  for (let period = hour; ; period += hour) {
    if (clocks.every((now) => period - (now % period) > 600_000)) return period;
  }
}

export function target(port: number, settings: Partial<UpstreamTarget> = {}): UpstreamTarget {
  return { scheme: 'http', host: '127.0.0.1', port, path: '', weight: 1, ...settings };
}

export function upstreamRecord(
  targets: UpstreamTarget[],
  settings: Partial<UpstreamRecord> = {},
): UpstreamRecord {
  return {
    id: nextId(),
    targets,
    balance: 'weighted_round_robin',
    timeouts: { connect_ms: 5_000, send_ms: 60_000, read_ms: 60_000 },
    host_header: 'upstream',
    tls: { verify: true },
    retries: 1,
    buffer_requests: false,
    ...settings,
  };
}

export interface SceneOptions {
  app?: Partial<AppDocument>;
  routes?: RouteRecord[];
  upstreams?: Record<string, UpstreamRecord>;
  platform?: Partial<PlatformDocument>;
  nginx?: Partial<NginxSettings>;
  internalLines?: string;
  spans?: boolean;
  /** Authorities that the gateway trusts, PEM. */
  caFile?: string;
  /** DNS servers that the gateway asks. */
  resolvers?: string[];
  /** Hosts beside `HOST` and `STAGING_HOST`. */
  hosts?: HostsDocument['hosts'];
}

/** One app with a recording upstream behind a real gateway. */
export class Scene {
  readonly gateway: GatewayHarness;
  readonly upstream: RecordingUpstream;

  private constructor(gateway: GatewayHarness, upstream: RecordingUpstream) {
    this.gateway = gateway;
    this.upstream = upstream;
  }

  static async start(options: SceneOptions = {}): Promise<Scene> {
    const upstream = await RecordingUpstream.start();
    const documents = [
      platformDocument(options.platform),
      appDocument(options.app),
      routesDocument(options.routes ?? [route()]),
      upstreamsDocument({ main: upstreamRecord([target(upstream.port)]), ...options.upstreams }),
      ...hostDocuments({
        [HOST]: { app_id: ids.app, environment: 'production' },
        [STAGING_HOST]: { app_id: ids.app, environment: 'staging' },
        ...options.hosts,
      }),
    ];
    const gateway = await GatewayHarness.start(documents, {
      nginx: options.nginx ?? {},
      internalLines: options.internalLines ?? '',
      spans: options.spans ?? false,
      ...(options.caFile !== undefined && { caFile: options.caFile }),
      ...(options.resolvers && { resolvers: options.resolvers }),
    });
    return new Scene(gateway, upstream);
  }

  get(path: string, headers: CallOptions['headers'] = {}): Promise<Answer> {
    return this.call(path, { headers });
  }

  call(path: string, options: CallOptions = {}): Promise<Answer> {
    return call(this.gateway.port, path, { ...options, headers: { host: HOST, ...options.headers } });
  }

  /** A new key; `publish` it. */
  key(settings: Partial<KeyDocument> = {}): {
    text: string;
    publication: Publication;
    document: KeyDocument;
  } {
    const environment: Environment = settings.environment ?? 'production';
    const text = generateApiKey(this.gateway.keys.gateway, environment);
    const parsed = parseApiKey(this.gateway.keys.gateway, text);
    if (!parsed.ok) throw new Error('the key that was just made is not valid');
    const document: KeyDocument = {
      id: nextId(),
      app_id: ids.app,
      environment,
      status: 'active',
      limits: [],
      ...settings,
    };
    return { text, document, publication: { kind: 'key', id: parsed.hash, document } };
  }

  async publishKey(settings: Partial<KeyDocument> = {}): Promise<string> {
    const { text, publication } = this.key(settings);
    await this.gateway.publish([publication]);
    return text;
  }

  async stop(): Promise<void> {
    try {
      await this.gateway.stop();
    } finally {
      await this.upstream.stop();
    }
  }
}

export function routesDocument(routes: RouteRecord[]): Publication {
  return { kind: 'routes', id: ids.app, document: { routes } };
}

export function upstreamsDocument(upstreams: Record<string, UpstreamRecord>): Publication {
  return {
    kind: 'upstreams',
    id: ids.app,
    document: { environments: { production: upstreams, staging: upstreams, development: upstreams } },
  };
}
