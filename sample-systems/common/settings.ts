/** Settings of a process, as an environment gives them. */

import type { Context } from "lockstep";

/** The setting, which has to be there; its absence is a mistake of whoever starts the process. */
export function requiredSetting(context: Pick<Context, "id" | "env">, name: string): string {
  const value = context.env[name];
  if (value === undefined || value === "") throw new Error(`${context.id} needs the setting ${name}`);
  return value;
}
