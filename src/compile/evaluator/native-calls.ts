/** Calls of native operators: arguments evaluated, operators wrapped as functions. */
import type { Native, NativeArgument } from "../natives/native.ts";
import type { Value } from "../../values/types.ts";
import type { Definition } from "../../tla/modules/core.ts";
import type { Location } from "../../tla/syntax/source.ts";
import type { Meaning, Operator } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { applyOperator } from "./references.ts";
import type { World } from "./world.ts";

export function callNative(
  evaluator: Evaluator,
  native: Native,
  definition: Definition,
  args: readonly Meaning[],
  world: World,
  at: Location,
): Value {
  const values: NativeArgument[] = args.map((argument, i) =>
    definition.parameters[i]!.arity > 0 && argument.kind === "operator"
      ? asFunction(evaluator, argument.operator, world, at)
      : valueOf(evaluator, argument, world, at),
  );
  if (native.readsExploration === true) evaluator.noteVolatile();
  return native.apply(evaluator.context, values, evaluator.site(at));
}

function asFunction(evaluator: Evaluator, operator: Operator, world: World, at: Location) {
  return (...values: Value[]): Value =>
    applyOperator(
      evaluator,
      operator,
      values.map((value) => ({ kind: "value", value })),
      world,
      at,
    );
}

function valueOf(evaluator: Evaluator, argument: Meaning, world: World, at: Location): Value {
  switch (argument.kind) {
    case "value":
      return argument.value;
    case "thunk":
      return evaluator.force(argument, world);
    case "operator":
      return applyOperator(evaluator, argument.operator, [], world, at);
  }
}
