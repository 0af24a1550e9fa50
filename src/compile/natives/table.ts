/**
 * All native operators, by `Module!Name`. A definition that the library marks as native and that is missing here is
 * evaluated by its TLA+ body, or refused by name when it has none.
 */
import { csv } from "./csv.ts";
import { drawing } from "./drawing.ts";
import { folds } from "./folds.ts";
import { ioUtils } from "./io-utils.ts";
import { json } from "./json.ts";
import type { NativeTable } from "./native.ts";
import { bits, numbers } from "./numbers.ts";
import { randomization } from "./randomization.ts";
import { replacements } from "./replacing.ts";
import { finiteSets, sequences } from "./sequences.ts";
import { statistics } from "./statistics.ts";
import { tlcExt } from "./tlc-ext.ts";
import { tlcGet } from "./tlc-get.ts";
import { tlc } from "./tlc.ts";
import { vectorClocks } from "./vector-clocks.ts";

export const natives: NativeTable = new Map([
  ...numbers,
  ...bits,
  ...sequences,
  ...finiteSets,
  ...tlc,
  ...tlcGet,
  ...tlcExt,
  ...replacements,
  ...statistics,
  ...drawing,
  ...folds,
  ...randomization,
  ...json,
  ...ioUtils,
  ...csv,
  ...vectorClocks,
]);
