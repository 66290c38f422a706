export { GatewaysModule } from './gateways.module.ts';
