import type { Report } from './model.ts';

export const promiseColumns = ['promise', 'promised', 'goal', 'measured', ''];

export function heading({ machine, rounds }: Report): string {
  const cores = `${machine.cores} ${machine.cores === 1 ? 'core' : 'cores'}`;
  return `${machine.processor}, ${cores}, Linux ${machine.kernel}, ${machine.nginx}; ${rounds} paired rounds of 1 s, ${machine.at}`;
}
