import { randomBytes } from 'node:crypto';
import type { CalloutBody, DocumentName, PurgeBody, putCallout } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Changes } from '../../platform/changes/changes.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { assertVersion } from '../../platform/http/version.ts';
import { Outgoing } from '../../platform/outgoing/outgoing.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { nameOf } from '../../publishing/names.ts';
import { assertEnvironment, changeApp, seeApp } from '../app-access/index.ts';
import { assertAddresses } from '../upstreams/index.ts';
import {
  type CalloutPlace,
  type CalloutView,
  calloutColumns,
  calloutId,
  calloutView,
  findCallout,
  newGeneration,
  readCallout,
  type StoredCallout,
  secretContext,
} from './callout.row.ts';
import { purgeAll, purgePart } from './purges.ts';

type Put = z.output<(typeof putCallout)['response']>;

/** Each is a revision of its own. */
const purges = { name: 'authorize-purge', amount: 600, periodMs: 60_000 };

const documentOf = (place: CalloutPlace): DocumentName => nameOf('authorize', calloutId(place));

/** Authorize callouts of an app's environments. */
@Injectable()
export class AuthorizeService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly liveness: LivenessReader,
    private readonly keyring: Keyring,
    private readonly outgoing: Outgoing,
    private readonly throttle: Throttle,
  ) {}

  async list(ctx: CustomerContext, appId: string): Promise<{ items: CalloutView[] }> {
    const rows = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return tx.query<StoredCallout[]>(
        `SELECT ${calloutColumns} FROM authorize_callouts WHERE app_id = $1 ORDER BY environment`,
        [appId],
      );
    });
    const found = await this.liveness.ofAll(rows.map((row) => [documentOf(row)]));
    return {
      items: rows.flatMap((row, index) => {
        const liveness = found[index];
        return liveness ? [calloutView(row, liveness)] : [];
      }),
    };
  }

  async get(ctx: CustomerContext, place: CalloutPlace): Promise<Reply<CalloutView>> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, place.app_id);
      return findCallout(tx, place);
    });
    return reply(await this.#view(row), { version: row.version });
  }

  /** @throws Problem upstream_address_refused */
  async put(
    ctx: CustomerContext,
    place: CalloutPlace,
    { secret, ...settings }: CalloutBody,
    ifMatch: number | undefined,
  ): Promise<Reply<Put>> {
    assertEnvironment(ctx, place.environment);
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, place.app_id));
    await assertAddresses(this.outgoing, [{ url: settings.url, weight: 1 }]);
    let made: string | undefined;
    const { result, revision } = await this.changes.write(ctx, 'authorize.put', async (tx) => {
      await changeApp(tx, ctx, place.app_id);
      const before = await readCallout(tx, place);
      if (before) assertVersion(ifMatch, before.version);
      else if (ifMatch !== undefined) throw new Problem('edited_meanwhile');
      if (!before && secret === undefined) made = randomBytes(32).toString('base64url');
      const given = secret ?? made;
      const sealed = given === undefined ? before?.secret : this.keyring.seal(secretContext(place), given);
      await this.#store(tx, ctx, place, settings, sealed);
      const row = await findCallout(tx, place);
      return { ...changed(place, before, row), result: row };
    });
    const body = { ...(await this.#view(result)), ...(made !== undefined && { secret: made }) };
    return reply(body, { version: result.version, revision });
  }

  async remove(ctx: CustomerContext, place: CalloutPlace): Promise<Reply<undefined>> {
    assertEnvironment(ctx, place.environment);
    const { revision } = await this.changes.write(ctx, 'authorize.delete', async (tx) => {
      await changeApp(tx, ctx, place.app_id);
      const before = await findCallout(tx, place);
      await tx.query('DELETE FROM authorize_callouts WHERE app_id = $1 AND environment = $2', [
        place.app_id,
        place.environment,
      ]);
      return { ...changed(place, before, undefined), result: undefined };
    });
    return reply(undefined, { revision });
  }

  /** @throws Problem not_found, too_many_attempts */
  async purge(ctx: CustomerContext, place: CalloutPlace, what: PurgeBody) {
    assertEnvironment(ctx, place.environment);
    const { revision } = await this.changes.write(ctx, 'authorize.purge', async (tx) => {
      await changeApp(tx, ctx, place.app_id);
      await findCallout(tx, place);
      await this.throttle.take(purges, ctx.customer.id);
      if (Object.keys(what).length === 0) await purgeAll(tx, place);
      else await purgePart(tx, ctx.customer.id, place, what);
      return {
        result: undefined,
        resource: 'authorize_callout',
        resourceId: place.app_id,
        after: { environment: place.environment, ...what },
        documents: [{ name: documentOf(place) }],
        summary: `Purged decisions of the authorize callout (${place.environment})`,
      };
    });
    return reply({ liveness: await this.liveness.of([documentOf(place)]) }, { revision });
  }

  /** New settings are another backend as far as anybody can tell: what was answered before is forgotten. */
  async #store(
    tx: Tx,
    ctx: CustomerContext,
    place: CalloutPlace,
    settings: Omit<CalloutBody, 'secret'>,
    secret: string | undefined,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO authorize_callouts (app_id, environment, customer_id, settings, secret, generation)
       VALUES ($1, $2, $3, $4::jsonb, $5, $6)
       ON CONFLICT (app_id, environment) DO UPDATE SET settings = excluded.settings, secret = excluded.secret,
         version = authorize_callouts.version + 1, updated_at = now()`,
      [place.app_id, place.environment, ctx.customer.id, JSON.stringify(settings), secret, newGeneration()],
    );
    await purgeAll(tx, place);
  }

  async #view(row: StoredCallout): Promise<CalloutView> {
    return calloutView(row, await this.liveness.of([documentOf(row)]));
  }
}

/** The app's own document says which environments have a callout. */
function changed(place: CalloutPlace, before: StoredCallout | undefined, after: StoredCallout | undefined) {
  const verb = after ? (before ? 'Changed' : 'Set') : 'Removed';
  const told = (row: StoredCallout | undefined) => row && { environment: row.environment, ...row.settings };
  const app = before && after ? [] : [{ name: nameOf('app', place.app_id) }];
  return {
    resource: 'authorize_callout',
    resourceId: place.app_id,
    before: told(before),
    after: told(after),
    documents: [{ name: documentOf(place) }, ...app],
    summary: `${verb} the authorize callout (${place.environment})`,
  };
}
