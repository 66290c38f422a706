import {
  approveCustomer,
  getCustomer,
  getCustomerAsOperator,
  inviteCompany,
  listCompanyInvitations,
  listCustomers,
  resumeCustomer,
  suspendCustomer,
  updateCustomer,
  withdrawCompanyInvitation,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { reply } from '../../platform/http/reply.ts';
import { CompanyInvitationsService } from './company-invitations.service.ts';
import { CustomersService } from './customers.service.ts';
import { OperatorCustomersService } from './operator-customers.service.ts';

@Controller()
export class CustomersController {
  constructor(
    private readonly customers: CustomersService,
    private readonly all: OperatorCustomersService,
    private readonly invitations: CompanyInvitationsService,
  ) {}

  @Handles(getCustomer)
  async current({ ctx }: Call<typeof getCustomer>): Promise<Answer<typeof getCustomer>> {
    const { customer, version } = await this.customers.read(ctx);
    return reply(customer, { version });
  }

  @Handles(updateCustomer)
  async update({ ctx, body, ifMatch }: Call<typeof updateCustomer>): Promise<Answer<typeof updateCustomer>> {
    const { customer, version } = await this.customers.rename(ctx, body.name, ifMatch);
    return reply(customer, { version });
  }

  @Handles(listCustomers)
  async list({ query }: Call<typeof listCustomers>): Promise<Answer<typeof listCustomers>> {
    return this.all.list(query);
  }

  @Handles(getCustomerAsOperator)
  async get({ params }: Call<typeof getCustomerAsOperator>): Promise<Answer<typeof getCustomerAsOperator>> {
    return this.all.get(params.id);
  }

  @Handles(approveCustomer)
  async approve({
    ctx,
    params,
    body,
  }: Call<typeof approveCustomer>): Promise<Answer<typeof approveCustomer>> {
    const { result, revision } = await this.all.change(ctx, 'approve', params.id, body.reason);
    return reply(result, { revision });
  }

  @Handles(suspendCustomer)
  async suspend({
    ctx,
    params,
    body,
  }: Call<typeof suspendCustomer>): Promise<Answer<typeof suspendCustomer>> {
    const { result, revision } = await this.all.change(ctx, 'suspend', params.id, body.reason);
    return reply(result, { revision });
  }

  @Handles(resumeCustomer)
  async resume({ ctx, params, body }: Call<typeof resumeCustomer>): Promise<Answer<typeof resumeCustomer>> {
    const { result, revision } = await this.all.change(ctx, 'resume', params.id, body.reason);
    return reply(result, { revision });
  }

  @Handles(listCompanyInvitations)
  async invitationsList(
    _: Call<typeof listCompanyInvitations>,
  ): Promise<Answer<typeof listCompanyInvitations>> {
    return { items: await this.invitations.list() };
  }

  @Handles(inviteCompany)
  async invite({ ctx, body }: Call<typeof inviteCompany>): Promise<Answer<typeof inviteCompany>> {
    return this.invitations.create(ctx, body.email);
  }

  @Handles(withdrawCompanyInvitation)
  async withdraw({ ctx, params }: Call<typeof withdrawCompanyInvitation>): Promise<void> {
    await this.invitations.withdraw(ctx, params.id);
  }
}
