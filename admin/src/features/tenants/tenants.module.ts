import { Module } from '@nestjs/common';
import { GrantsService } from './grants.service.ts';
import { TenantsController } from './tenants.controller.ts';
import { TenantsService } from './tenants.service.ts';
import { TiersController } from './tiers.controller.ts';
import { TiersService } from './tiers.service.ts';
import { UsersService } from './users.service.ts';

@Module({
  controllers: [TiersController, TenantsController],
  providers: [TiersService, TenantsService, UsersService, GrantsService],
})
export class TenantsModule {}
