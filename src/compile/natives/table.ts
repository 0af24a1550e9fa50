/** All native operators, by `Module!Name`. */
import type { NativeTable } from "./native.ts";
import { numbers } from "./numbers.ts";
import { finiteSets, sequences } from "./sequences.ts";
import { tlc } from "./tlc.ts";

export const natives: NativeTable = new Map([...numbers, ...sequences, ...finiteSets, ...tlc]);
