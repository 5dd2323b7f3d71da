import { accountNodeId } from './accountNodes.ts';
import type { AccountNode } from './accountNodes.ts';

/** Hands out the same object for the same row, so that a single row can be refreshed and stays selected. */
export class AccountNodes {
  readonly #nodes = new Map<string, AccountNode>();

  of<N extends AccountNode>(node: N): N {
    const id = accountNodeId(node);
    const known = this.#nodes.get(id);
    if (known?.kind === node.kind) return known as N;
    this.#nodes.set(id, node);
    return node;
  }
}
