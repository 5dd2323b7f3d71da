// Entry of dist/code.cjs: reads archives of code, loaded when somebody looks into one.
export { createCodeStore } from './codeStore.ts';
export { createLayerStore } from './layerStore.ts';
export { folderMaker } from './folderMaker.ts';
