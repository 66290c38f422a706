import { Module } from '@nestjs/common';
import { LoginService } from './login.service.ts';
import { MeService } from './me.service.ts';
import { SessionsController } from './sessions.controller.ts';
import { SessionsService } from './sessions.service.ts';

@Module({
  controllers: [SessionsController],
  providers: [SessionsService, LoginService, MeService],
  exports: [SessionsService, MeService],
})
export class SessionsModule {}
