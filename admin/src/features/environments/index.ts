export {
  addHosts,
  certifyHosts,
  hostsOf,
  readEnvironments,
  removeHosts,
  rewriteHosts,
  uncertifyHosts,
} from './environments.ts';
export { hostName } from './host-names.ts';
export { renderHosts } from './hosts.document.ts';
