import { appDocument, demoDocuments, ids, keyDocument } from '../../src/gateway/documents.ts';
import { GatewayHarness, type Publication, until } from '../../src/gateway-harness.ts';

describe('what is not to be trusted', () => {
  const name = `app:${ids.app}`;
  let gateway: GatewayHarness;

  const slug = async () => ((await gateway.probe('app', ids.app)).json() as { slug: string }).slug;

  beforeEach(async () => {
    gateway = await GatewayHarness.start([...demoDocuments(), keyDocument('a'.repeat(64))]);
    await gateway.probe('app', ids.app);
  });
  afterEach(() => gateway.stop());

  const refusal = (document: string) =>
    until(
      async () => (await gateway.heartbeat()).refusals.find((refused) => refused.document === document),
      `a refusal of ${document}`,
    );

  /** Announces a change of the app, while Redis holds this text for it. */
  async function announce(text: string): Promise<void> {
    await gateway.publisher.publishText(appDocument({ slug: 'evil' }), text);
  }
  const signed = (publication: Publication, revision: number) =>
    gateway.publisher.sign(publication, revision);

  it.each([
    ['is no document at all', () => 'evil', 'not a signed document'],
    [
      'was changed after it was signed',
      () => signed(appDocument(), 2).replace('"demo"', '"evil"'),
      'the signature does not fit',
    ],
    [
      'belongs to another key',
      () => signed(appDocument({ id: '019aa000-0000-7000-8000-00000000a002' }), 2),
      'the signature does not fit',
    ],
    ['is older than its change', () => signed(appDocument({ slug: 'evil' }), 1), 'older than a change'],
    [
      'was signed by nobody we know',
      () => signed(appDocument(), 2).replace(/^aegis1 \w{8}/, 'aegis1 00000000'),
      'signed by an unknown key',
    ],
  ])('a document that %s is refused, and the last good one serves', async (_, text, reason) => {
    await announce(text());
    expect((await refusal(name)).reason).toContain(reason);
    for (let i = 0; i < 10; i += 1) expect(await slug()).toBe('demo');
    await until(async () =>
      (await gateway.reports()).some((report) => report.refusals[0]?.document === name),
    );
  });

  it('is forgotten when a good document takes its place', async () => {
    await announce('evil');
    await refusal(name);
    await gateway.publish([appDocument({ slug: 'good' })]);
    expect(await slug()).toBe('good');
    expect((await gateway.heartbeat()).refusals).toEqual([]);
  });

  it('a change that nobody signed changes nothing and hides nothing', async () => {
    await gateway.publisher.publishUnsignedChange();
    await refusal(`change:${gateway.publisher.revision}`);
    await gateway.publish([appDocument({ slug: 'good' })]);
    expect(await slug()).toBe('good');
  });

  it('an unknown document that is corrupt gives no answer instead of a wrong one', async () => {
    const late = keyDocument('c'.repeat(64));
    await gateway.publisher.publishText(late, 'evil');
    await gateway.serves(gateway.publisher.revision);
    expect((await gateway.probe('key', late.id)).status).toBe(503);
  });
});
