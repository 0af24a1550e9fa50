/** Values and constants of a config as TLA+ text. */
import type { ConfigValue, ConstantMeaning } from "./core.ts";

/** What a constant means, as TLA+ text; `name` is the constant's, for operators given by a table. */
export function meaningText(name: string, meaning: ConstantMeaning): string {
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
