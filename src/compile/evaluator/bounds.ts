/** The evaluator's named bounds. Each, when hit, is an `EvaluationError` that says its name. */

/** Definitions inside definitions that are being evaluated at the same time. The host's stack may end earlier. */
export const CALL_DEPTH_MAX = 50_000;

/** Functions with a larger domain are not tabulated when they are built but applied where they are needed. */
export const TABULATED_FUNCTION_ELEMENTS_MAX = 4_096;

/** States that ENABLED or an action composition may look at before it gives up. */
export const ENABLED_STATES_MAX = 10_000_000;
