// Entry of dist/manifests.cjs: what reads and checks manifests, loaded when a workspace turns out to have one, or a handler.
export { detectHandlers } from '../core/handler/handlerDetection.ts';
export { manifestFiles } from '../core/manifest/manifestFiles.ts';
export { checkManifest } from './checkManifest.ts';
