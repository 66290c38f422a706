import { AuthorizeDocument, type AuthorizePurge, type Environment, redisKeys } from '@aegis/contracts';
import { sealText, signAuthorizeQuestion } from '@aegis/contracts/node';
import { appDocument, ids } from './documents.ts';
import type { Publication } from './publisher.ts';
import { type Recorded, RecordingUpstream } from './recording-upstream.ts';
import type { PlatformKeys } from './settings.ts';

export const CALLOUT_SECRET = 'the secret that gateways and backend share';

type Active = Extract<AuthorizeDocument, { status: 'active' }>;
type Settings = Partial<Omit<Active, 'status' | 'secret'>> & { environment?: Environment; app?: string };

/** What a callout's backend was asked. */
export type Question = Record<string, unknown>;

/** `authorize:<app>.<environment>` with its secret sealed. */
export function calloutDocument(keys: PlatformKeys, settings: Settings = {}): Publication {
  const { environment = 'production', app = ids.app, ...given } = settings;
  const id = `${app}.${environment}`;
  const [seal] = keys.gateway.seal;
  if (!seal) throw new Error('no seal key');
  const document = AuthorizeDocument.parse({
    status: 'active',
    scheme: 'http',
    host: '127.0.0.1',
    port: 1,
    path: '/aegis/authorize',
    secret: { $sealed: sealText(seal, redisKeys.document(`authorize:${id}`), CALLOUT_SECRET) },
    timeout_ms: 2_000,
    allow_ttl_s: 60,
    deny_ttl_s: 60,
    on_failure: 'deny',
    max_stale_s: 3_600,
    generation: 'first',
    purges: [],
    ...given,
  });
  return { kind: 'authorize', id, document };
}

/** The app with a callout in these environments. */
export const appWithCallouts = (...callouts: Environment[]): Publication =>
  appDocument({ callouts: callouts.length > 0 ? callouts : ['production'] });

export const purge = (settings: Omit<AuthorizePurge, 'generation'>): AuthorizePurge => ({
  ...settings,
  generation: Math.random().toString(36).slice(2),
});

/** The customer's side: answers questions, and remembers them. */
export class CalloutBackend {
  readonly server: RecordingUpstream;
  /** What it answers; the status is 200 unless the answer says otherwise. */
  decide: (question: Question) => object = () => ({ allowed: true });

  private constructor(server: RecordingUpstream) {
    this.server = server;
    this.usual();
  }

  static async start(): Promise<CalloutBackend> {
    return new CalloutBackend(await RecordingUpstream.start());
  }

  /** Answers as `decide` says. */
  usual(): void {
    this.server.answer = (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(this.decide(questionOf(request))));
    };
  }

  get port(): number {
    return this.server.port;
  }

  get questions(): Question[] {
    return this.server.requests.map(questionOf);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

const questionOf = ({ body }: Recorded): Question => JSON.parse(body.toString('utf8')) as Question;

/** Whether the question carries the signature of whoever has the secret. */
export function isSignedBy(secret: string, { headers, body }: Recorded): boolean {
  const header = String(headers['aegis-signature']);
  const time = Number(/^t=(\d+),/.exec(header)?.[1]);
  return header === signAuthorizeQuestion(secret, time, body.toString('utf8'));
}
