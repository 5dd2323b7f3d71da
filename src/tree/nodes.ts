import type { FunctionReference } from '../core/functionReference.ts';

/** A row of one of our views. Says which thing it is; what is shown of it is read when it is drawn. */
export type TreeNode =
  FunctionNode | EventsNode | EventNode | ApiNode | WarmUpNode | EmailNode | InvocationNode;

/** A manifest of the workspace. */
export interface FunctionNode {
  readonly kind: 'function';
  /** Absolute path of the manifest. */
  readonly manifest: string;
}

/** The group of a function's events. */
export interface EventsNode {
  readonly kind: 'events';
  readonly manifest: string;
}

/** An event file of a function. */
export interface EventNode {
  readonly kind: 'event';
  readonly manifest: string;
  /** Absolute path. */
  readonly file: string;
}

/** The REST API of a manifest. */
export interface ApiNode {
  readonly kind: 'api';
  readonly manifest: string;
}

/** What keeps a function warm, by its manifest. */
export interface WarmUpNode {
  readonly kind: 'warmUp';
  readonly manifest: string;
}

/** What mail runs a function, by its manifest. */
export interface EmailNode {
  readonly kind: 'email';
  readonly manifest: string;
}

/** An invocation of this session, by its id in the history. */
export interface InvocationNode {
  readonly kind: 'invocation';
  readonly id: number;
}

const kinds: readonly string[] = [
  'function',
  'events',
  'event',
  'api',
  'warmUp',
  'email',
  'invocation',
] satisfies TreeNode['kind'][];

/** Whether a command's argument is a row of ours. */
export function isTreeNode(value: unknown): value is TreeNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    kinds.includes(value.kind)
  );
}

/** The function that a row of the Workspace view belongs to. */
export function functionOf(node: Exclude<TreeNode, InvocationNode>): FunctionReference {
  return { kind: 'manifest', file: node.manifest };
}

/** Equal for rows of the same thing; VS Code keeps selection and expansion by it. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'function':
    case 'events':
    case 'api':
    case 'warmUp':
    case 'email':
      return `${node.kind} ${node.manifest}`;
    case 'event':
      return `event ${node.manifest} ${node.file}`;
    case 'invocation':
      return `invocation ${node.id}`;
  }
}

/** Hands out the same object for the same row, so that a single row can be refreshed. */
export class NodeCache {
  #nodes = new Map<string, TreeNode>();

  of<N extends TreeNode>(node: N): N {
    const id = nodeId(node);
    const known = this.#nodes.get(id);
    if (known?.kind === node.kind) return known as N;
    this.#nodes.set(id, node);
    return node;
  }

  /** The same for every row that there is; others are forgotten. */
  all<N extends TreeNode>(nodes: readonly N[]): N[] {
    const kept = nodes.map((node) => this.of(node));
    this.#nodes = new Map(kept.map((node) => [nodeId(node), node]));
    return kept;
  }
}
