/**
 * What kind of TLA+ value a piece of JavaScript data stands for. JavaScript does not say: a string may be a string or
 * a model value, an array a set or a sequence, an object a record or a function. The specification's types do.
 */
export type ValueType =
  | { readonly kind: "any" | "boolean" | "integer" | "string" | "modelValue" }
  | { readonly kind: "set"; readonly of: ValueType }
  | { readonly kind: "sequence"; readonly of: ValueType }
  | { readonly kind: "function"; readonly from: ValueType; readonly to: ValueType }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, ValueType>> }
  | { readonly kind: "tuple"; readonly items: readonly ValueType[] }
  /** One of several, as for `Node \cup {Nil}` or messages of several shapes. */
  | { readonly kind: "oneOf"; readonly types: readonly ValueType[] };

export const anyType: ValueType = { kind: "any" };
export const booleanType: ValueType = { kind: "boolean" };
export const integerType: ValueType = { kind: "integer" };
export const stringType: ValueType = { kind: "string" };
export const modelValueType: ValueType = { kind: "modelValue" };

export function setOf(of: ValueType): ValueType {
  return { kind: "set", of };
}

export function sequenceOf(of: ValueType): ValueType {
  return { kind: "sequence", of };
}

export function functionFrom(from: ValueType, to: ValueType): ValueType {
  return { kind: "function", from, to };
}

export function recordOf(fields: Readonly<Record<string, ValueType>>): ValueType {
  return { kind: "record", fields };
}

export function tupleOf(...items: readonly ValueType[]): ValueType {
  return { kind: "tuple", items };
}

export function oneOf(...types: readonly ValueType[]): ValueType {
  return { kind: "oneOf", types };
}

/** The type in words, for messages. */
export function typeText(type: ValueType): string {
  switch (type.kind) {
    case "any":
      return "any value";
    case "boolean":
      return "a boolean";
    case "integer":
      return "an integer";
    case "string":
      return "a string";
    case "modelValue":
      return "a model value";
    case "set":
      return "a set (Set or array)";
    case "sequence":
      return "a sequence (array)";
    case "function":
      return "a function (object or Map)";
    case "record":
      return `a record with the fields ${Object.keys(type.fields).join(", ")}`;
    case "tuple":
      return `a tuple of ${type.items.length} (array)`;
    case "oneOf":
      return type.types.map(typeText).join(" or ");
  }
}
