import { createOperator, listOperators, removeOperator } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { OperatorsService } from './operators.service.ts';

@Controller()
export class OperatorsController {
  constructor(private readonly operators: OperatorsService) {}

  @Handles(listOperators)
  async list(_: Call<typeof listOperators>): Promise<Answer<typeof listOperators>> {
    return { items: await this.operators.list() };
  }

  @Handles(createOperator)
  async create({ ctx, body }: Call<typeof createOperator>): Promise<Answer<typeof createOperator>> {
    return (await this.operators.create(ctx, body)).operator;
  }

  @Handles(removeOperator)
  async remove({ ctx, params }: Call<typeof removeOperator>): Promise<void> {
    await this.operators.remove(ctx, params.account_id);
  }
}
