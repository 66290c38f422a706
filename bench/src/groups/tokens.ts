import { RequestPool } from '../load/request-pool.ts';
import { type Signature, verificationTime } from '../measure/openssl.ts';
import { measure, type Subject } from '../measure/rounds.ts';
import { estimate, median, pairedRatio } from '../measure/statistics.ts';
import { microseconds, ratio } from '../report/cells.ts';
import type { Cell, Finding, GroupResult } from '../report/model.ts';
import { type Scene, withGateway } from '../servers/gateway.ts';
import type { Place } from '../servers/place.ts';
import type { Effort } from './group.ts';
import { sameRateNote } from './notes.ts';
import {
  memberSetup,
  newSigners,
  newTokenSetup,
  newTokens,
  type Signers,
  signatures,
} from './token-setup.ts';

const PLAIN = 'plain nginx';
const MEMBER = 'JWT seen before, grants, token bucket, quota, usage';
const columns = ['', 'nginx and what is compared', 'µs per request', 'CPU per request / that'];

interface Part {
  rows: Cell[][];
  findings: Finding[];
  notes: string[];
}

/** Tokens that a gateway knows already, and such that it sees for the first time. */
export async function tokensGroup(place: Place, effort: Effort): Promise<GroupResult> {
  const signers = await newSigners();
  const known = await knownToken(place, effort, signers);
  const fresh = await newToken(place, effort, signers);
  const table = { columns, rows: [...known.rows, ...fresh.rows] };
  return {
    sections: [{ title: 'JSON Web Tokens', table, notes: [...known.notes, ...fresh.notes] }],
    findings: [...known.findings, ...fresh.findings],
  };
}

function knownToken(place: Place, effort: Effort, signers: Signers): Promise<Part> {
  return withGateway(place, memberSetup(signers), async (scene) => {
    const token = await signers.ES256.sign();
    const target = scene.target('member', { Authorization: `Bearer ${token}` });
    const subjects = [
      { name: PLAIN, target: scene.toPlain(target), workers: scene.plainWorkers },
      { name: MEMBER, target, workers: scene.workers },
    ];
    const measured = await measure(subjects, courseOf(effort));
    const [plain, own] = [measured.paced(PLAIN).cpuPerRequest, measured.paced(MEMBER).cpuPerRequest];
    const quotient = pairedRatio(own, plain);
    return {
      rows: [[MEMBER, `${median(plain).toFixed(2)} µs`, microseconds(estimate(own)), ratio(quotient)]],
      findings: [{ promise: 'known_token', measured: quotient }],
      notes: [`A token seen before: one worker; ${sameRateNote(measured, PLAIN)}`],
    };
  });
}

function newToken(place: Place, effort: Effort, signers: Signers): Promise<Part> {
  return withGateway(place, newTokenSetup(signers), async (scene) => {
    const before = await verificationTimes();
    const measured = await measure(await newTokenSubjects(place, scene, signers), courseOf(effort));
    const after = await verificationTimes();
    const plain = measured.paced(PLAIN).cpuPerRequest;
    const notes = [
      `New tokens: every request has one of its own; one worker; ${sameRateNote(measured, PLAIN)}`,
      'The bare verification is what `openssl speed` takes for one, before and after the rounds.',
    ];
    const part: Part = { rows: [], findings: [], notes };
    for (const signature of signatures) {
      const verification = (before[signature] + after[signature]) / 2;
      const own = measured.paced(signature).cpuPerRequest;
      const quotient = pairedRatio(
        own,
        plain.map((time) => time + verification),
      );
      const compared = `${median(plain).toFixed(2)} + ${verification.toFixed(2)} µs`;
      const title = `JWT seen for the first time, ${signature}`;
      part.rows.push([title, compared, microseconds(estimate(own)), ratio(quotient)]);
      part.findings.push({ promise: 'new_token', of: signature, measured: quotient });
    }
    return part;
  });
}

async function verificationTimes(): Promise<Record<Signature, number>> {
  return { RS256: await verificationTime('RS256'), ES256: await verificationTime('ES256') };
}

/** Plain nginx gets tokens too: what it has to read is the same. */
async function newTokenSubjects(place: Place, scene: Scene, signers: Signers): Promise<Subject[]> {
  const target = scene.target('token', {});
  const { pathname } = new URL(target.url);
  const subjects: Subject[] = [];
  for (const signature of signatures) {
    const tokens = await newTokens(signers[signature]);
    const requests = tokens.map((token) => ({
      path: pathname,
      headers: { Authorization: `Bearer ${token}` },
    }));
    const pool = new RequestPool(place.directory, signature, requests);
    if (subjects.length === 0) {
      subjects.push({ name: PLAIN, target: { ...scene.toPlain(target), pool }, workers: scene.plainWorkers });
    }
    const own = new RequestPool(place.directory, `${signature}-own`, requests);
    subjects.push({ name: signature, target: { ...target, pool: own }, workers: scene.workers });
  }
  return subjects;
}

const courseOf = ({ rounds, progress }: Effort) => ({ rounds, share: 0.4, saturate: false, progress });
