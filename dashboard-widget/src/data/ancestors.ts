/** The nodes around a node, from inside out, through shadow roots. */
export function* ancestors(node: Node): Generator<Node> {
  let at: Node | null = node;
  while ((at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null))) yield at;
}
