// Entry of dist/manifests.cjs: what reads and checks manifests, loaded when a workspace turns out to have one, or a handler.
// What it has to know for that anyway, other bundles take from here: a copy in each of them would be packaged.
export { detectHandlers } from '../core/handler/handlerDetection.ts';
export { manifestFiles } from '../core/manifest/manifestFiles.ts';
export { importedManifest } from '../core/import/importedManifest.ts';
export { fieldProblem } from '../core/manifest/fieldProblem.ts';
export { newManifestText } from '../core/manifest/newManifestText.ts';
export { parseManifest, requireManifest } from '../core/manifest/parseManifest.ts';
export { nextRunsText, scheduleMeaning } from '../core/warmUp/scheduleMeaning.ts';
export { checkManifest } from './checkManifest.ts';
export { readTriggers } from './import/readTriggers.ts';
