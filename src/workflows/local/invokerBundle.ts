// Entry of dist/invoker.cjs: what decides how a function runs locally, loaded when one is first invoked.
export { connectionEnvironment } from './connectionEnvironment.ts';
export { createLocalDebugger } from './debugFunction.ts';
export { fetchLayer } from './layerFolders.ts';
export { createLocalInvoker } from './localInvoker.ts';
