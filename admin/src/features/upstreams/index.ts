export { addressRefused, assertAddresses } from './addresses.ts';
export { webAddressOf } from './targets.ts';
export { insertUpstream } from './upstream.ts';
export { renderUpstreams } from './upstreams.document.ts';
export { UpstreamsModule } from './upstreams.module.ts';
