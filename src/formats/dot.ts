/** A state graph in the language of Graphviz: states as boxes, initial ones filled, steps labelled with their actions. */
export interface DotGraph {
  readonly states: number;
  isInitial(state: number): boolean;
  /** Lines of text: `/\ x = 1`. */
  label(state: number): readonly string[];
  steps(state: number): Iterable<{ readonly to: number; readonly label: string }>;
}

/** Pieces of the document, one for each state: graphs may be large. */
export function* dotText(name: string, graph: DotGraph): Generator<string> {
  yield `digraph ${quoted(name)} {\n  node [shape=box, fontname=monospace, style=filled, fillcolor=white];\n`;
  for (let state = 0; state < graph.states; state++) {
    const label = graph.label(state).map(escaped).join("\\l");
    yield `  ${state} [label="${label}\\l"${graph.isInitial(state) ? ", fillcolor=lightgray" : ""}];\n`;
    for (const { to, label: action } of graph.steps(state)) yield `  ${state} -> ${to} [label=${quoted(action)}];\n`;
  }
  yield "}\n";
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\l");
}
