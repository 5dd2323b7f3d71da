// Entry of dist/builds.cjs: makes dependencies and compiled code, loaded when a function is packaged or run.
export { createCodeBuilder } from './codeBuilder.ts';
