/** Calls of native operators: arguments evaluated, operators wrapped as functions. */
import type { Native, NativeArgument } from "../natives/native.ts";
import type { Value } from "../../values/types.ts";
import type { Definition } from "../../tla/modules/core.ts";
import type { Location } from "../../tla/syntax/source.ts";
import type { Meaning, Operator } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { applyOperator, meaningValue } from "./references.ts";
import type { World } from "./world.ts";

export function callNative(
  evaluator: Evaluator,
  native: Native,
  definition: Definition,
  args: readonly Meaning[],
  world: World,
  at: Location,
): Value {
  const values: NativeArgument[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    const isOperator = definition.parameters[i]!.arity > 0 && argument.kind === "operator";
    if (isOperator) values.push(asFunction(evaluator, argument.operator, world, at));
    else if (native.deferred?.includes(i) === true) values.push(() => meaningValue(evaluator, argument, world, at));
    else if (argument.kind === "thunk") values.push(evaluator.force(argument, world));
    else if (argument.kind === "value") values.push(argument.value);
    else values.push(applyOperator(evaluator, argument.operator, [], world, at));
  }
  if (native.isVolatile === true) evaluator.hasVolatile = true;
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
