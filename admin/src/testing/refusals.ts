import {
  type ErrorCodeName,
  errorCodes,
  type MemberRole,
  memberMay,
  type Operation,
  type OperatorRole,
  operatorMay,
} from '@aegis/contracts';
import type { ApiCaller, RawAnswer, RawInput } from './api-caller.ts';
import { addMember, createOperatorAccount, type TestCompany } from './people.ts';
import type { TestApp } from './test-app.ts';

/** Asserts a refusal in full: status, code, form and request id. */
export function expectRefusal(answer: RawAnswer, code: ErrorCodeName, pointer?: string): void {
  expect({ status: answer.status, code: answer.problem.code }).toEqual({
    status: errorCodes[code].status,
    code,
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.problem.request_id).toBe(answer.headers.get('x-request-id'));
  expect(answer.headers.get('www-authenticate')).toBe(answer.status === 401 ? 'Bearer' : null);
  expect(answer.problem.type).toContain(`#${code}`);
  if (pointer !== undefined) expect(answer.problem.errors?.map((error) => error.pointer)).toContain(pointer);
}

export interface RefusalWorld {
  app: TestApp;
  company: TestCompany;
  /** Another company, whose people must see nothing of the first. */
  stranger: TestCompany;
  operator: ApiCaller;
}

/** A request that succeeds for the company's owner (or the operator), made anew for every case. */
export type GoodRequest = (world: RefusalWorld) => RawInput | Promise<RawInput>;

const memberRoles: MemberRole[] = ['viewer', 'billing', 'developer', 'admin'];
const operatorRoles: OperatorRole[] = ['viewer', 'support', 'admin'];

function weakestRefused(operation: Operation): MemberRole | OperatorRole | undefined {
  const { access } = operation;
  if (access.kind === 'customer')
    return memberRoles.find((role) => !memberMay(role, access.resource, access.action));
  if (access.kind === 'operator')
    return operatorRoles.find((role) => !operatorMay(role, access.resource, access.action));
  return undefined;
}

/**
 * The refusals that follow from an operation's form, each tried for real: nobody signed in, a role that may not,
 * a token without the scope, another company, a made-up id, an unknown field, a wrong If-Match, a body of another type.
 */
export function describeRefusals(
  world: () => RefusalWorld,
  operation: Operation,
  good: GoodRequest = () => ({}),
): void {
  const owner = () => (operation.access.kind === 'operator' ? world().operator : world().company.owner);
  const { access } = operation;

  describe(`${operation.id} refuses`, () => {
    if (access.kind !== 'public') {
      it('401 nobody signed in', async () => {
        expectRefusal(await world().app.visitor.send(operation, await good(world())), 'not_signed_in');
      });
      it('401 a made-up token', async () => {
        const caller = world().app.visitor.with({ authorization: `Bearer aegis_pat_${'x'.repeat(43)}` });
        expectRefusal(await caller.send(operation, await good(world())), 'not_signed_in');
      });
    }

    const role = weakestRefused(operation);
    if (role && access.kind === 'customer') {
      it(`403 the role ${role}`, async () => {
        const member = await addMember(world().app, world().company, role as MemberRole);
        expectRefusal(await member.send(operation, await good(world())), 'not_allowed');
      });
    }
    if (role && access.kind === 'operator') {
      it(`403 the role ${role}`, async () => {
        const operator = await createOperatorAccount(world().app, role as OperatorRole);
        expectRefusal(await operator.send(operation, await good(world())), 'not_allowed');
      });
    }
    if (access.kind === 'operator') {
      it("403 a company's owner", async () => {
        expectRefusal(await world().company.owner.send(operation, await good(world())), 'not_allowed');
      });
    }
    if (access.kind === 'customer') {
      it('403 a token without the scope', async () => {
        const scope = access.resource === 'audit' ? 'usage:read' : 'audit:read';
        const member = await addMember(world().app, world().company, 'owner', [scope]);
        expectRefusal(await member.send(operation, await good(world())), 'not_allowed');
      });
      it("403 another company's member", async () => {
        const caller = world().stranger.owner.with({ 'aegis-customer': world().company.slug });
        expectRefusal(await caller.send(operation, await good(world())), 'not_allowed');
      });
      if (operation.path.includes(':')) {
        it("404 another company's id", async () => {
          const answer = await world().stranger.owner.send(operation, await good(world()));
          expectRefusal(answer, 'not_found');
        });
      }
    }

    if (operation.path.includes(':')) {
      it('404 an id that cannot be', async () => {
        const input = await good(world());
        const params = Object.fromEntries(
          Object.keys(input.params ?? {}).map((name) => [name, 'No such id!']),
        );
        expectRefusal(await owner().send(operation, { ...input, params }), 'not_found');
      });
    }
    if (!operation.body.safeParse(undefined).success) {
      it('422 an unknown field', async () => {
        const input = await good(world());
        const body = { ...(input.body as object), no_such_field: 1 };
        expectRefusal(await owner().send(operation, { ...input, body }), 'invalid_input', '/no_such_field');
      });
      it('415 a body that is no JSON', async () => {
        const input = await good(world());
        const answer = await owner().send(operation, {
          ...input,
          body: 'a=b',
          headers: { 'content-type': 'text/plain' },
        });
        expectRefusal(answer, 'unsupported_media_type');
      });
    }
    if (operation.versioned && operation.method !== 'GET') {
      it('412 an old version', async () => {
        const input = await good(world());
        expectRefusal(
          await owner().send(operation, { ...input, headers: { 'if-match': '"999999"' } }),
          'edited_meanwhile',
        );
      });
    }
  });
}
