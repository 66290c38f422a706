export { MeService } from './me.service.ts';
export { SessionsModule } from './sessions.module.ts';
export { type OpenedSession, SessionsService } from './sessions.service.ts';
