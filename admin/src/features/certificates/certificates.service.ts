import type { Certificate, listCertificates, uploadCertificate } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Keyring } from '../../platform/crypto/keyring.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Reply, reply } from '../../platform/http/reply.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { assertEnvironment, changeApp, onlyApp, seeApp } from '../app-access/index.ts';
import { hostsOf, uncertifyHosts } from '../environments/index.ts';
import {
  certificateColumns,
  certificateTables,
  certificateView,
  findCertificate,
  type StoredCertificate,
} from './certificate.row.ts';
import { CertificateProblem, type ProvenCertificate, proveCertificate } from './chain.ts';
import { documentsOf, installCertificate, told } from './install.ts';

type View = z.output<typeof Certificate>;
type Upload = Call<typeof uploadCertificate>['body'];
type ListQuery = Call<typeof listCertificates>['query'];

/** Certificates of the hosts of apps, and how companies upload them. */
@Injectable()
export class CertificatesService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly liveness: LivenessReader,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  async list(ctx: CustomerContext, { app_id, ...query }: ListQuery): Promise<Page<View>> {
    const apps = [onlyApp(ctx), app_id].filter((id) => id !== undefined);
    const page = await this.db.asCustomer(ctx, (tx) =>
      listPage<StoredCertificate>(
        tx,
        {
          select: certificateColumns,
          from: certificateTables,
          where: apps.map((id) => ({ sql: 'c.app_id = ?', values: [id] })),
          sorts: { expires_at: { column: 'c.expires_at', type: 'timestamptz' } },
          defaultSort: 'expires_at',
          id: { column: 'c.id', type: 'uuid' },
          search: ['a.slug'],
        },
        query,
      ),
    );
    const liveness = await this.liveness.ofAll(page.items.map(documentsOf));
    const now = this.clock.now();
    const items = page.items.flatMap((row, index) => {
      const live = liveness[index];
      return live ? [certificateView(row, live, now)] : [];
    });
    return { ...page, items };
  }

  async get(ctx: CustomerContext, appId: string, id: string): Promise<View> {
    const row = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return findCertificate(tx, appId, id);
    });
    return this.#view(row);
  }

  async upload(ctx: CustomerContext, appId: string, body: Upload): Promise<Reply<View>> {
    assertEnvironment(ctx, 'shared');
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, appId));
    const proven = this.#prove(body);
    const { result, revision } = await this.changes.write(ctx, 'certificates.upload', async (tx) => {
      await changeApp(tx, ctx, appId);
      const hosts = await coveredHosts(tx, appId, proven);
      const { row, documents } = await installCertificate(tx, this.keyring, {
        customerId: ctx.customer.id,
        appId,
        proven,
        hosts,
        origin: 'uploaded',
      });
      return {
        result: row,
        ...about(row),
        after: told(row),
        documents,
        summary: `Uploaded a certificate for ${row.hosts.join(', ')}`,
      };
    });
    return reply(await this.#view(result), { revision });
  }

  async remove(ctx: CustomerContext, appId: string, id: string): Promise<Reply<undefined>> {
    assertEnvironment(ctx, 'shared');
    const { revision } = await this.changes.write(ctx, 'certificates.delete', async (tx) => {
      await changeApp(tx, ctx, appId);
      const row = await findCertificate(tx, appId, id);
      const index = await uncertifyHosts(tx, id);
      await tx.query('DELETE FROM certificates WHERE id = $1', [id]);
      return {
        result: undefined,
        ...about(row),
        before: told(row),
        documents: [
          ...documentsOf(row).map((name) => ({ name, fact: 'revoked' as const })),
          ...index.map((name) => ({ name })),
        ],
        summary: `Removed the certificate for ${row.names.join(', ')}`,
      };
    });
    return reply(undefined, { revision });
  }

  /** @throws Problem invalid_input that says what is wrong */
  #prove({ chain, private_key }: Upload): ProvenCertificate {
    try {
      return proveCertificate(chain, private_key, this.clock.now());
    } catch (problem) {
      if (!(problem instanceof CertificateProblem)) throw problem;
      throw Problem.invalid(`/${problem.field}`, problem.message);
    }
  }

  async #view(row: StoredCertificate): Promise<View> {
    return certificateView(row, await this.liveness.of(documentsOf(row)), this.clock.now());
  }
}

/** @throws Problem invalid_input when the certificate is for none of them */
async function coveredHosts(tx: Tx, appId: string, { covers, names }: ProvenCertificate): Promise<string[]> {
  const hosts = await hostsOf(tx, appId);
  const covered = hosts.filter(covers);
  if (covered.length > 0) return covered;
  const [of, wanted] = [names.join(', ') || 'no name', hosts.join(', ')];
  throw Problem.invalid('/chain', `is for ${of} and covers no host of the app (${wanted})`);
}

const about = ({ id }: StoredCertificate) => ({ resource: 'certificate', resourceId: id });
