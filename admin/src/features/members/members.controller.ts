import {
  acceptInvitation,
  changeMember,
  inviteMember,
  listInvitations,
  listMembers,
  removeMember,
  withdrawInvitation,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { InvitationsService } from './invitations.service.ts';
import { MembersService } from './members.service.ts';

@Controller()
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Handles(listMembers)
  async list({ ctx, query }: Call<typeof listMembers>): Promise<Answer<typeof listMembers>> {
    return this.members.list(ctx, query);
  }

  @Handles(changeMember)
  async changeRole({ ctx, params, body }: Call<typeof changeMember>): Promise<Answer<typeof changeMember>> {
    return this.members.changeRole(ctx, params.account_id, body.role);
  }

  @Handles(removeMember)
  async remove({ ctx, params }: Call<typeof removeMember>): Promise<void> {
    await this.members.remove(ctx, params.account_id);
  }

  @Handles(listInvitations)
  async invited({ ctx }: Call<typeof listInvitations>): Promise<Answer<typeof listInvitations>> {
    return { items: await this.invitations.list(ctx) };
  }

  @Handles(inviteMember)
  async invite({ ctx, body }: Call<typeof inviteMember>): Promise<Answer<typeof inviteMember>> {
    return this.invitations.create(ctx, body);
  }

  @Handles(withdrawInvitation)
  async withdraw({ ctx, params }: Call<typeof withdrawInvitation>): Promise<void> {
    await this.invitations.withdraw(ctx, params.id);
  }

  @Handles(acceptInvitation)
  async accept({ ctx, body }: Call<typeof acceptInvitation>): Promise<Answer<typeof acceptInvitation>> {
    return this.invitations.accept(ctx, body.token);
  }
}
