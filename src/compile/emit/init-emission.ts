/** Init: the same emission as for actions, with the unprimed variables determined. */
import { emitAction } from "./action-emission.ts";
import type { ActionMode } from "./action-emission.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { missingSlots } from "./next-emission.ts";
import type { Expr } from "../../tla/modules/core.ts";

export function emitInit(init: Expr, environment: Environment, cx: Context): void {
  const slotCount = cx.compiler.spec.variables.length;
  const mode: ActionMode = { side: "current", slotCount, isCounted: true, stops: false };
  emitAction(init, environment, cx, "1", mode, {
    size: slotCount,
    emit(inner, weight) {
      const missing = missingSlots(inner.current, slotCount);
      if (missing.length > 0) {
        inner.add(`incomplete(-1, [${missing.join(", ")}], ${inner.site(init.at)});`);
        return;
      }
      for (let slot = 0; slot < slotCount; slot++) inner.add(`out[${String(slot)}] = v${String(slot)};`);
      inner.add(`sink(out, ${weight});`);
    },
  });
}
