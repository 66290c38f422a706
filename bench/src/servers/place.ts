/** Where a run keeps its files, the nginx that it starts, and the upstream that everything leads to. */
export interface Place {
  directory: string;
  program: string;
  upstreamPort: number;
}
