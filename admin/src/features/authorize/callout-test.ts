import { type CalloutTest, MAX_AUTHORIZE_ANSWER_BYTES, type testCallout } from '@aegis/contracts';
import { signAuthorizeQuestion } from '@aegis/contracts/node';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { newId } from '../../platform/ids.ts';
import { type BoundedAnswer, CallError } from '../../platform/outgoing/bounded-call.ts';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { assertEnvironment, seeApp } from '../app-access/index.ts';
import { type CalloutPlace, type CalloutSettings, findCallout, secretContext } from './callout.row.ts';
import { readAnswer } from './read-answer.ts';

type Question = Call<typeof testCallout>['body'];

const tests = { name: 'authorize-test', amount: 60, periodMs: 60_000 };

const causes: Record<CallError['kind'], (message: string) => string> = {
  refused_address: (address) =>
    `${address} may not be called; only the operator of this platform can permit it, with AEGIS_UPSTREAM_ALLOW`,
  unknown_name: (message) => message,
  connect: (message) => `it cannot be reached (${message})`,
  tls: (message) => `TLS: ${message}`,
  timeout: () => 'it did not answer in time',
  broken: (message) => `the connection broke (${message})`,
};

/** Asks the backend once, as a gateway would: the same body, the same signature, the same reading. */
@Injectable()
export class CalloutTester {
  constructor(
    private readonly db: Database,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
    private readonly outgoing: Outgoing,
    private readonly throttle: Throttle,
  ) {}

  /** @throws Problem not_found, too_many_attempts */
  async run(ctx: CustomerContext, place: CalloutPlace, question: Question): Promise<CalloutTest> {
    assertEnvironment(ctx, place.environment);
    const { row, slug } = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, place.app_id);
      const [app] = await tx.query<{ slug: string }[]>('SELECT slug FROM apps WHERE id = $1', [place.app_id]);
      return { row: await findCallout(tx, place), slug: app?.slug ?? '' };
    });
    await this.throttle.take(tests, ctx.customer.id);
    const requestId = newId();
    const body = JSON.stringify({
      ...asked(question),
      app: slug,
      environment: place.environment,
      request_id: requestId,
    });
    const secret = this.keyring.open(secretContext(place), row.secret);
    const time = Math.floor(this.clock.now().getTime() / 1_000);
    const headers = {
      'user-agent': 'Aegis',
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'aegis-signature': signAuthorizeQuestion(secret, time, body),
      'x-request-id': requestId,
    };
    return {
      request: { url: row.settings.url, headers, body },
      ...(await this.#ask(row.settings, question.permission, headers, body)),
    };
  }

  async #ask(
    settings: CalloutSettings,
    permission: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<Omit<CalloutTest, 'request'>> {
    const started = performance.now();
    try {
      const answer = await this.outgoing.call({
        url: new URL(settings.url),
        method: 'POST',
        headers,
        body,
        timeoutMs: settings.timeout_ms,
        maxBytes: MAX_AUTHORIZE_ANSWER_BYTES,
      });
      return { answer: shown(answer), took_ms: answer.tookMs, ...readAnswer(answer, permission, settings) };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const problem = causes[error.kind](error.message);
      return { took_ms: Math.round(performance.now() - started), verdict: 'failed', problem };
    }
  }
}

const shown = ({ status, headers, body }: BoundedAnswer) => ({
  status,
  headers,
  body: body.toString('utf8'),
});

function asked({ permission, params, ...question }: Question): Record<string, unknown> {
  const colon = permission.lastIndexOf(':');
  const { tenant_id, user_id, method, path, roles } = question;
  return {
    ...(tenant_id !== undefined && { tenant_id }),
    ...(user_id !== undefined && { user_id }),
    resource: permission.slice(0, colon),
    action: permission.slice(colon + 1),
    method,
    path,
    ...(params && { params }),
    roles,
  };
}
