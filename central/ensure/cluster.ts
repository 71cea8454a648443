import type { ServerScope } from 'nano';
import type { CentreWork } from './centre-work.js';

export interface Cluster {
  /** nodes that belong to it */
  nodes: string[];
  /** those of them that answer the one that was asked */
  connected: string[];
}

/** What the CouchDB consists of; a single node is a cluster of one. */
export async function readCluster(nano: ServerScope): Promise<Cluster> {
  const answer = (await nano.request({ path: '_membership' })) as {
    all_nodes: string[];
    cluster_nodes: string[];
  };
  const nodes = answer.cluster_nodes;
  return { nodes, connected: nodes.filter((node) => answer.all_nodes.includes(node)) };
}

/** Three copies where there are three nodes: one may die, and a majority of two still answers. */
export function copiesFor({ nodes }: Cluster): number {
  return Math.max(1, Math.min(3, nodes.length));
}

/** Work that writes, with as many copies as the cluster has room for. */
export async function workAt(nano: ServerScope): Promise<CentreWork> {
  return { nano, dryRun: false, n: copiesFor(await readCluster(nano)) };
}
