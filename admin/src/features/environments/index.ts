export { addHosts, readEnvironments, removeHosts, rewriteHosts } from './environments.ts';
export { hostName } from './host-names.ts';
export { renderHosts } from './hosts.document.ts';
