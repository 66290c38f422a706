import { type DocumentName, GATEWAY_GONE_SECONDS, type Liveness, type Refusal } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/database/database.ts';

interface DocumentRow {
  name: string;
  wanted_revision: string;
  revision: string | null;
  refused_reason: string | null;
  took_ms: number | null;
}

interface GatewayRow {
  id: string;
  name: string;
  revision: string;
  refusals: Refusal[];
}

const tookMs = 'round(extract(epoch FROM r.live_at - r.created_at) * 1000)::int AS took_ms';

const arrivals = `SELECT r.revision, ${tookMs} FROM revisions r WHERE r.revision = ANY($1::bigint[])`;

const documentStates = `
  SELECT d.name, d.wanted_revision, d.revision, d.refused_reason, ${tookMs}
  FROM documents d LEFT JOIN revisions r ON r.revision = d.wanted_revision
  WHERE d.name = ANY($1)`;

const gatewaysUp = `
  SELECT id, coalesce(heartbeat->>'name', id) AS name, revision, refusals FROM gateways
  WHERE last_seen_at > now() - interval '${GATEWAY_GONE_SECONDS} seconds'`;

/** Who the publisher's own refusals come from, beside the gateways'. */
const PUBLISHER = 'publisher';

/** What a gateway that has not come as far as the revision refused of an older one says nothing about it. */
const isAbout = (revision: number, gateway: GatewayRow, refusal: Refusal): boolean =>
  Number(gateway.revision) >= revision || refusal.revision >= revision;

function refusalsOf({ documents, revision }: Subject, gateways: GatewayRow[]): Liveness['refusals'] {
  const own = documents.flatMap(({ name, refused_reason }) =>
    refused_reason === null ? [] : [{ gateway: PUBLISHER, document: name, reason: refused_reason }],
  );
  const names = new Set(documents.map(({ name }) => name));
  const theirs = gateways.flatMap((gateway) =>
    gateway.refusals
      .filter((refusal) => names.has(refusal.document) && isAbout(revision, gateway, refusal))
      .map(({ document, reason }) => ({ gateway: gateway.name, document, reason })),
  );
  return [...own, ...theirs];
}

export interface Subject {
  revision: number;
  /** From commit until the last gateway served the revision; null while that has not happened. */
  took_ms: number | null;
  documents: DocumentRow[];
}

/** Where one revision of some documents stands. */
export function livenessOf(subject: Subject, gateways: GatewayRow[]): Liveness {
  const { revision, took_ms } = subject;
  const refusals = refusalsOf(subject, gateways);
  const refusing = new Set(refusals.map(({ gateway }) => gateway));
  const serving = refusing.has(PUBLISHER)
    ? []
    : gateways.filter((row) => Number(row.revision) >= revision && !refusing.has(row.name));
  const base = { revision, live_on: serving.length, gateways: gateways.length, refusals };
  if (refusals.length > 0) return { ...base, state: 'refused' };
  if (serving.length === 0) return { ...base, state: 'publishing' };
  if (serving.length < gateways.length) return { ...base, state: 'partly' };
  return { ...base, state: 'live', ...(took_ms !== null && { took_ms: Math.max(0, took_ms) }) };
}

/** The newest change that touched any of the documents. */
function newestOf(documents: DocumentRow[]): Subject {
  const [newest] = documents.toSorted((a, b) => Number(b.wanted_revision) - Number(a.wanted_revision));
  return { revision: Number(newest?.wanted_revision ?? 0), took_ms: newest?.took_ms ?? null, documents };
}

/** "Live on 3 of 3 gateways, 38 ms": what a resource shows about its documents. */
@Injectable()
export class LivenessReader {
  constructor(private readonly database: Database) {}

  async of(documents: readonly DocumentName[]): Promise<Liveness> {
    const [liveness] = await this.ofAll([documents]);
    if (!liveness) throw new Error('no liveness');
    return liveness;
  }

  /** One answer per group of documents, in order: about the newest change of any of them. */
  async ofAll(groups: readonly (readonly DocumentName[])[]): Promise<Liveness[]> {
    if (groups.length === 0) return [];
    const { documents, gateways } = await this.#read(groups.flat());
    return groups.map((names) => livenessOf(newestOf(pick(documents, names)), gateways));
  }

  /** One answer per revision, in order: about that very change of its documents. */
  async ofRevisions(
    changes: readonly { revision: number; documents: readonly DocumentName[] }[],
  ): Promise<Liveness[]> {
    if (changes.length === 0) return [];
    const { documents, gateways, took } = await this.#read(
      changes.flatMap((change) => change.documents),
      changes.map(({ revision }) => revision),
    );
    return changes.map(({ revision, documents: names }) =>
      livenessOf(
        { revision, took_ms: took.get(revision) ?? null, documents: pick(documents, names) },
        gateways,
      ),
    );
  }

  async #read(names: readonly string[], revisions: readonly number[] = []) {
    return this.database.asPlatform(
      'gateways belong to nobody, and the caller already sees what the documents are about',
      (tx) => read(tx, [...new Set(names)], revisions),
    );
  }
}

type Documents = Map<string, DocumentRow>;

const pick = (documents: Documents, names: readonly string[]): DocumentRow[] =>
  names.flatMap((name) => documents.get(name) ?? []);

interface Seen {
  documents: Documents;
  gateways: GatewayRow[];
  took: Map<number, number | null>;
}

/** Gateways first: whatever they serve by then has its time of arrival when that is read. */
async function read(tx: Tx, names: readonly string[], revisions: readonly number[]): Promise<Seen> {
  const gateways = await tx.query<GatewayRow[]>(gatewaysUp);
  const documents = await tx.query<DocumentRow[]>(documentStates, [names]);
  const times = await tx.query<{ revision: string; took_ms: number | null }[]>(arrivals, [revisions]);
  return {
    gateways,
    documents: new Map(documents.map((row) => [row.name, row])),
    took: new Map(times.map(({ revision, took_ms }) => [Number(revision), took_ms])),
  };
}
