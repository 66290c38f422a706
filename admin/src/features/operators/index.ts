export { OperatorsModule } from './operators.module.ts';
export { OperatorsService } from './operators.service.ts';
