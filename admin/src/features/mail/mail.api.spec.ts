import { forgotPassword, listMail, retryMail } from '@aegis/contracts';
import { newId } from '../../platform/ids.ts';
import { MailSender } from '../../platform/mail/sender.ts';
import { startWorld } from '../../testing/api-world.ts';
import { createLoner } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { SmtpSink } from '../../testing/smtp-sink.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('mail without a server', () => {
  let app: TestApp;
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
  });
  afterAll(() => app.close());

  const insert = async (state: string) => {
    const id = newId();
    await app.database.asPlatform(
      `INSERT INTO mail_outbox (id, recipient, subject, body, state, attempts, error)
       VALUES ($1, 'a@example.test', 'Hello', 'Text', $2, 8, 'no server')`,
      [id, state],
    );
    return id;
  };

  it('stays in the outbox, where operators read it', async () => {
    const person = await createLoner(app);
    await app.visitor.call(forgotPassword, { body: { email: person.email } });
    await app.get(MailSender).sendAll();
    const { items } = (await world.operator.call(listMail, { query: { search: person.email } })).data;
    expect(items).toMatchObject([{ to: person.email, subject: 'Choose a new password', state: 'kept' }]);
  });

  it('is shown in the local mailbox, as text', async () => {
    await app.database.asPlatform(
      `INSERT INTO mail_outbox (id, recipient, subject, body)
       VALUES ($1, '<b>x</b>@example.test', '<script>alert(1)</script>', 'see https://example.test/?a=1&b=<i>')`,
      [newId()],
    );
    const page = await (await fetch(`${app.url}/mailbox`)).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('<a href="https://example.test/?a=1&amp;b=&lt;i&gt;" rel="noreferrer">');
    expect(page).not.toContain('<script>');
    const list = (await (await fetch(`${app.url}/mailbox.json`)).json()) as { items: { subject: string }[] };
    expect(list.items[0]?.subject).toBe('<script>alert(1)</script>');
  });

  it('is queued again when it failed, and not when it was sent', async () => {
    const id = await insert('failed');
    const { data } = await world.operator.call(retryMail, { params: { id } });
    expect(data).toMatchObject({ id, state: 'queued', attempts: 0 });
    expectRefusal(await world.operator.send(retryMail, { params: { id: await insert('sent') } }), 'conflict');
    expectRefusal(await world.operator.send(retryMail, { params: { id: newId() } }), 'not_found');
  });

  describeRefusals(() => world, listMail);
  describeRefusals(
    () => world,
    retryMail,
    async () => ({ params: { id: await insert('failed') } }),
  );
});

describe('mail with a server', () => {
  let sink: SmtpSink;
  let app: TestApp;
  beforeAll(async () => {
    sink = await SmtpSink.start();
    app = await startTestApp({ AEGIS_SMTP_URL: sink.url, AEGIS_MAILBOX: '' });
  });
  afterAll(async () => {
    await app.close();
    await sink.stop();
  });

  it('is delivered once', async () => {
    const person = await createLoner(app);
    await app.visitor.call(forgotPassword, { body: { email: person.email } });
    const sender = app.get(MailSender);
    await Promise.all([sender.sendAll(), sender.sendAll()]);
    const delivered = sink.received.filter((mail) => mail.to.includes(person.email));
    expect(delivered).toHaveLength(1);
    expect(delivered[0]?.data).toContain('Subject: Choose a new password');
    expect(delivered[0]?.data).toContain('/reset?token=');
  });

  it('is tried again later when the server refuses, with the reason kept', async () => {
    const person = await createLoner(app);
    sink.refuse(person.email);
    await app.visitor.call(forgotPassword, { body: { email: person.email } });
    await app.get(MailSender).sendAll();
    const [row] = await app.database.asPlatform(
      'SELECT state, attempts, error, next_attempt_at > now() AS later FROM mail_outbox WHERE recipient = $1',
      [person.email],
    );
    expect(row).toMatchObject({ state: 'queued', attempts: 1, later: true });
    expect(row?.error).toContain('550');
  });

  it('has no public page', async () => {
    expect((await fetch(`${app.url}/mailbox`)).status).toBe(404);
  });
});
