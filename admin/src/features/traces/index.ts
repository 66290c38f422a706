export { freshToken } from './fresh-token.ts';
export { TracesModule } from './traces.module.ts';
