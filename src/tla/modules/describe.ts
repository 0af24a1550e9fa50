/**
 * What a specification consists of, for `lockstep describe`: names, places and values as data.
 */
import type { ConfigValue, ConstantMeaning, NamedExpr, ResolvedSpec } from "./core.ts";
import type { Location } from "../syntax/source.ts";
import { actionsOf, type ActionShape } from "./actions.ts";

export interface NamedPlace {
  readonly name: string;
  readonly at: Location;
}

export interface ConstantDescription extends NamedPlace {
  readonly arity: number;
  /** TLA+ text of its value, or the name of the definition that stands for it. */
  readonly value?: string;
}

export interface SpecDescription {
  readonly module: string;
  readonly constants: readonly ConstantDescription[];
  readonly variables: readonly NamedPlace[];
  readonly actions: readonly ActionShape[];
  readonly invariants: readonly NamedPlace[];
  readonly properties: readonly NamedPlace[];
  readonly constraints: readonly NamedPlace[];
}

/** Describes a specification; everything is in the order in which it is written. */
export function describeSpec(spec: ResolvedSpec): SpecDescription {
  const overrideOf: Parameters<typeof actionsOf>[1] = (definition) =>
    spec.overrides.get(definition)?.find((entry) => entry.module === undefined)?.meaning;
  return {
    module: spec.root.name,
    constants: spec.root.constants.map((constant) => {
      const meaning = spec.constantValues.get(constant);
      const { name, arity, at } = constant;
      return { name, arity, at, ...(meaning === undefined ? {} : { value: meaningText(name, meaning) }) };
    }),
    variables: spec.variables.map(({ name, at }) => ({ name, at })),
    actions: spec.next === undefined ? [] : actionsOf(spec.next, overrideOf),
    invariants: spec.invariants.map(placeOf),
    properties: spec.properties.map(placeOf),
    constraints: [...spec.constraints, ...spec.actionConstraints].map(placeOf),
  };
}

function placeOf(named: NamedExpr): NamedPlace {
  return { name: named.name, at: named.expression.at };
}

function meaningText(name: string, meaning: ConstantMeaning): string {
  switch (meaning.kind) {
    case "value":
      return configValueText(meaning.value);
    case "definition":
      return meaning.target.name;
    case "table":
      return meaning.entries
        .map((entry) => `${name}(${entry.arguments.map(configValueText).join(", ")}) = ${configValueText(entry.value)}`)
        .join(", ");
  }
}

/** A config value as TLA+ text. */
export function configValueText(value: ConfigValue): string {
  switch (value.kind) {
    case "number":
      return value.value.toString();
    case "string":
      return `"${value.value.replace(/["\\]/g, (character) => `\\${character}`)}"`;
    case "boolean":
      return value.value ? "TRUE" : "FALSE";
    case "modelValue":
      return value.name;
    case "set":
      return value.elements.length === 0 ? "{}" : `{${value.elements.map(configValueText).join(", ")}}`;
  }
}
