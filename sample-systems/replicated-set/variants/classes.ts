import type { HandlerClass } from "lockstep";
import type { Message } from "../messages.ts";
export const variantClasses: Readonly<Record<string, HandlerClass<Message>>> = {};
