export { addressRefused, assertAddresses } from './addresses.ts';
export { renderUpstreams } from './upstreams.document.ts';
export { UpstreamsModule } from './upstreams.module.ts';
export { insertUpstream } from './upstreams.service.ts';
