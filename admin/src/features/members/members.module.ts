import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.ts';
import { InvitationsService } from './invitations.service.ts';
import { MembersController } from './members.controller.ts';
import { MembersService } from './members.service.ts';

@Module({
  imports: [AccountsModule],
  controllers: [MembersController],
  providers: [MembersService, InvitationsService],
})
export class MembersModule {}
