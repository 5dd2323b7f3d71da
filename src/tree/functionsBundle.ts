// Entry of dist/functions.cjs: the Functions view and what it reads, loaded when somebody looks at it.
export { FunctionsView } from './functionsView.ts';
