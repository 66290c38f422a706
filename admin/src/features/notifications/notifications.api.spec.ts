import {
  acceptInvitation,
  getNotificationSettings,
  inviteMember,
  replaceNotificationSettings,
} from '@aegis/contracts';
import { startWorld } from '../../testing/api-world.ts';
import { mailedToken, mailsTo } from '../../testing/mails.ts';
import { addMember, createCompany, createLoner } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import type { TestApp } from '../../testing/test-app.ts';

describe('notifications', () => {
  let app: TestApp;
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
  });
  afterAll(() => app.close());

  it('follow the role until a member chooses', async () => {
    const viewer = await addMember(app, world.company, 'viewer');
    expect((await world.company.owner.call(getNotificationSettings)).data.email.member_joined).toBe(true);
    expect((await viewer.call(getNotificationSettings)).data.email.member_joined).toBe(false);
    const body = { email: { member_joined: true } };
    const chosen = (await viewer.call(replaceNotificationSettings, { body })).data;
    expect(chosen.email).toMatchObject({ member_joined: true, key_created: false });
    expect((await viewer.call(getNotificationSettings)).data).toEqual(chosen);
  });

  it('reach exactly those who want them', async () => {
    const company = await createCompany(app);
    const viewer = await addMember(app, company, 'viewer');
    await viewer.call(replaceNotificationSettings, { body: { email: { member_joined: true } } });
    await company.owner.call(replaceNotificationSettings, { body: { email: { member_joined: false } } });
    const person = await createLoner(app);
    await company.owner.call(inviteMember, { body: { email: person.email, role: 'viewer' } });
    await person.call(acceptInvitation, { body: { token: await mailedToken(app, person.email) } });
    expect(await mailsTo(app, viewer.email)).toHaveLength(1);
    expect(await mailsTo(app, company.owner.email)).toHaveLength(0);
  });

  it('refuse a kind that does not exist', async () => {
    const body = { email: { no_such_kind: true } };
    const answer = await world.company.owner.send(replaceNotificationSettings, { body });
    expectRefusal(answer, 'invalid_input');
  });

  describeRefusals(() => world, getNotificationSettings);
  describeRefusals(
    () => world,
    replaceNotificationSettings,
    () => ({ body: { email: {} } }),
  );
});
