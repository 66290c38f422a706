export { addressRefused, assertAddresses } from './addresses.ts';
export { targetOf } from './targets.ts';
export { insertUpstream } from './upstream.ts';
export { renderUpstreams } from './upstreams.document.ts';
export { UpstreamsModule } from './upstreams.module.ts';
