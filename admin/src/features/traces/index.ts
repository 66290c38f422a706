export { TracesModule } from './traces.module.ts';
