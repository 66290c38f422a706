import { seedContainers } from './demo/containers.ts';

await seedContainers(process.env);
