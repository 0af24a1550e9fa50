/** The modules SVG and GraphViz: text of pictures. Coordinates are whole numbers, cut towards zero. */
import { EvaluationError, type Site, type Store, type Value } from "../../values/types.ts";
import { elementsOf, itemsOf, pairsOf, plainText, recordFrom } from "./collections.ts";
import { operatorAt, valueAt, type Native, type NativeArgument } from "./native.ts";

function fieldsOf(store: Store, record: Value, site: Site): ReadonlyMap<string, Value> {
  return new Map(pairsOf(store, record, site).map(([name, value]) => [plainText(store, name), value]));
}

function needed(fields: ReadonlyMap<string, Value>, name: string, what: string, site: Site): Value {
  const value = fields.get(name);
  if (value !== undefined) return value;
  throw new EvaluationError("LS4220", `${what} has no field "${name}".`, site);
}

/** Attributes are in single quotes, and an underscore in a name means a hyphen, as in the community module. */
function svgText(store: Store, element: Value, site: Site): string {
  const fields = fieldsOf(store, element, site);
  const part = (name: string): Value => needed(fields, name, "An SVG element", site);
  const name = plainText(store, part("name"));
  const attributes = pairsOf(store, part("attrs"), site).map(
    ([key, value]) => ` ${plainText(store, key).replaceAll("_", "-")}='${plainText(store, value)}'`,
  );
  const children = pairsOf(store, part("children"), site).map(([, child]) => svgText(store, child, site));
  const inner = plainText(store, part("innerText")).replaceAll("<<", "&lt;&lt;").replaceAll(">>", "&gt;&gt;");
  return `<${name}${attributes.join("")}>${inner}${children.join("")}</${name}>`;
}

function numberAt(store: Store, args: readonly NativeArgument[], index: number, site: Site): number {
  return Number(store.integerOf(valueAt(args, index), site));
}

function point(store: Store, x: number, y: number): Value {
  return recordFrom(store, { x: store.integer(Math.trunc(x)), y: store.integer(Math.trunc(y)) });
}

/** The place of node n of m on a circle. */
const nodeOfRingNetwork: Native["apply"] = ({ store }, args, site) => {
  const [cx, cy, r, n, m] = [0, 1, 2, 3, 4].map((i) => numberAt(store, args, i, site)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const angle = ((2 * Math.PI) / m) * n;
  return point(store, cx + r * Math.cos(angle), cy + r * Math.sin(angle));
};

/** Any placement of the nodes is a right one; here they stand on a circle in the view, in canonical order. */
const nodesOfMultiGraph: Native["apply"] = ({ store }, args, site) => {
  const nodes = elementsOf(store, valueAt(args, 0), site);
  const options = fieldsOf(store, valueAt(args, 2), site);
  const size = (name: string): number =>
    Number(store.integerOf(needed(options, name, "The options of NodesOfDirectedMultiGraph", site), site));
  const [width, height] = [size("view_width"), size("view_height")];
  return store.functionOf(
    nodes.map((node, i) => {
      const angle = ((2 * Math.PI) / nodes.length) * i;
      return [node, point(store, (width / 2) * (1 + Math.cos(angle)), (height / 2) * (1 + Math.sin(angle)))] as const;
    }),
  );
};

/** Nodes are named by their fingerprints; labels are values as printed, so that strings are quoted. */
const dotDiGraph: Native["apply"] = ({ store }, args, site) => {
  const graph = fieldsOf(store, valueAt(args, 0), site);
  const [nodeLabel, edgeLabel] = [operatorAt(args, 1), operatorAt(args, 2)];
  const id = (node: Value): string =>
    String((BigInt(store.hashHigh(node) | 0) << 32n) | BigInt(store.hashLow(node) >>> 0));
  const nodes = elementsOf(store, needed(graph, "node", "A graph", site), site).map(
    (node) => `${id(node)}[label=${store.print(nodeLabel(node))}];`,
  );
  const edges = elementsOf(store, needed(graph, "edge", "A graph", site), site).map((edge) => {
    const [from, to] = itemsOf(store, edge, site);
    if (from === undefined || to === undefined)
      throw new EvaluationError("LS4220", `${store.show(edge)} is no edge: it is not a pair.`, site);
    return `${id(from)}->${id(to)}[label=${store.print(edgeLabel(edge))}];`;
  });
  return store.string(`digraph MyGraph {${nodes.join("")}${edges.join("")}}`);
};

export const drawing: readonly (readonly [string, Native])[] = [
  [
    "SVG!SVGElemToString",
    { arity: 1, apply: ({ store }, args, site) => store.string(svgText(store, valueAt(args, 0), site)) },
  ],
  ["SVG!NodeOfRingNetwork", { arity: 5, apply: nodeOfRingNetwork }],
  ["SVG!NodesOfDirectedMultiGraph", { arity: 3, apply: nodesOfMultiGraph }],
  ["GraphViz!DotDiGraph", { arity: 3, apply: dotDiGraph }],
];
