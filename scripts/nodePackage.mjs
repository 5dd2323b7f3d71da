// The npm package that brings this machine's Node binary, with headers that fit it: node-gyp need not download any.
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

export const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** The version of the project's own Node. */
export const nodeVersion = () =>
  JSON.parse(readFileSync(inRoot('node_modules', 'node', 'package.json'), 'utf8')).version;
