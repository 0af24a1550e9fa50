/** Values written in a `.cfg` file, in the store. */
import type { Store, Value } from "../../values/types.ts";
import type { ConfigValue } from "../../tla/modules/core.ts";

export function configValue(store: Store, value: ConfigValue): Value {
  switch (value.kind) {
    case "number":
      return store.integer(value.value);
    case "string":
      return store.string(value.value);
    case "boolean":
      return store.boolean(value.value);
    case "modelValue":
      return store.modelValue(value.name);
    case "set":
      return store.set(value.elements.map((element) => configValue(store, element)));
  }
}
