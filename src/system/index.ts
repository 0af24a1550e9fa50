/**
 * @module lockstep
 *
 * The public face: what system files and programs import. `lockstep/probe` and `lockstep/runtime` are separate, so that
 * a program in production carries neither the simulator nor the language.
 */
export { defineSystem, each, handler, modelValue, nodes, setOf } from "./define-system.ts";
export type { ConstantValue, System, SystemDefinition, Variant } from "./define-system.ts";
export { defineMapping } from "../observe/log/log-mapping.ts";
export type { LogMapping, MappingFile } from "../observe/log/log-mapping.ts";
export {
  added,
  anyOf,
  durable,
  history,
  on,
  outside,
  parts,
  perKey,
  perNode,
  removed,
  sends,
  sequence,
  stutter,
  unobserved,
  volatile,
} from "../observe/mapping.ts";
export type {
  MessageMapping,
  ProgramEvent,
  SentMessage,
  Step,
  StepMapping,
  StepTools,
  VariableMapping,
  View,
} from "../observe/mapping.ts";
export type {
  AnyHandlerClass,
  Context,
  Disk,
  Handler,
  HandlerClass,
  ProcessId,
  TimerHandle,
} from "../simulate/process.ts";
export type { FaultSettings } from "../simulate/fault-options.ts";
