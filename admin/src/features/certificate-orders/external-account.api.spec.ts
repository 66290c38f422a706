import { randomBytes } from 'node:crypto';
import { getCertificateOrder, orderCertificate } from '@aegis/contracts';
import { startTestAuthority, type TestAuthority } from '@aegis/stack/testing';
import { AnsweringGateway } from '../../testing/answering-gateway.ts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { eventually } from '../../testing/published.ts';

/** A real authority that knows beforehand whose account ours belongs to (RFC 8555 7.3.4). */
describe('an authority that wants an external account', () => {
  const account = { kid: 'our-account', key: randomBytes(32).toString('base64url') };
  let gateway: AnsweringGateway;
  let authority: TestAuthority;

  beforeAll(async () => {
    gateway = await AnsweringGateway.start();
    authority = await startTestAuthority({ httpPort: gateway.port, account });
  });
  afterAll(async () => {
    await gateway?.stop();
    await authority?.stop();
  });

  /** What becomes of an order on a platform with this environment. */
  async function outcome(env: Record<string, string>) {
    const world = await startWorld({
      AEGIS_ACME_DIRECTORY_URL: authority.directoryUrl,
      AEGIS_ACME_ROOTS: authority.roots,
      ...env,
    });
    const app = await newApp(world);
    const params = { app_id: app.id };
    const { owner } = world.company;
    const { id } = (await owner.call(orderCertificate, { params, body: {} })).data;
    const order = await eventually(async () => {
      const { data } = await owner.call(getCertificateOrder, { params: { ...params, id } });
      return data.status !== 'pending' && data;
    });
    await world.app.close();
    return order;
  }

  it('issues to one that names it', async () => {
    const AEGIS_ACME_EMAIL = 'operator@example.com';
    const env = { AEGIS_ACME_EMAIL, AEGIS_ACME_EAB_KID: account.kid, AEGIS_ACME_EAB_KEY: account.key };
    expect(await outcome(env)).toMatchObject({ status: 'issued' });
  });

  it('issues nothing to others, and members read that it is the operator’s turn', async () => {
    expect(await outcome({})).toMatchObject({
      status: 'failed',
      attempts: 1,
      problem: { next_step: expect.stringContaining('operator') },
    });
  });
});
