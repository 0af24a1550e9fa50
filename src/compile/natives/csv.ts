/** The module CSV: lines of text, appended to a file or read from it. A file that is not there has no records. */
import { EvaluationError, type Site, type Value } from "../../values/types.ts";
import { itemsOf, pairsOf, plainText, stringOf } from "./collections.ts";
import { linesOf, pathOf, readIfThere, writeFile } from "./files.ts";
import { formatTemplate } from "./format.ts";
import { valueAt, type Native, type NativeArgument, type NativeContext } from "./native.ts";

function textAt(
  { store }: NativeContext,
  args: readonly NativeArgument[],
  index: number,
  what: string,
  site: Site,
): string {
  const text = stringOf(store, valueAt(args, index));
  if (text !== undefined) return text;
  throw new EvaluationError("LS4220", `${what} is a string, not ${store.show(valueAt(args, index))}.`, site);
}

function appendLines(context: NativeContext, path: Value, lines: readonly string[], site: Site): Value {
  const text = lines.map((line) => `${line}\n`).join("");
  writeFile(context, pathOf(context, path, site), text, { append: true }, site);
  return context.store.TRUE;
}

/** One line made of a template; strings keep their quotes, as in TLC. */
function csvWrite(context: NativeContext, args: readonly NativeArgument[], site: Site): Value {
  const { store } = context;
  const template = textAt(context, args, 0, "The template of CSVWrite", site);
  const texts = itemsOf(store, valueAt(args, 1), site).map((item) => store.print(item));
  return appendLines(context, valueAt(args, 2), [formatTemplate(template, texts, site)], site);
}

function csvWriteRecord(context: NativeContext, args: readonly NativeArgument[], site: Site): Value {
  const { store } = context;
  const fields = pairsOf(store, valueAt(args, 0), site);
  const delimiter = textAt(context, args, 1, "The delimiter of CSVWriteRecord", site);
  const withHeaders = store.truth(valueAt(args, 2), "the third argument of CSVWriteRecord", site);
  const line = fields.map(([, value]) => store.print(value)).join(delimiter);
  const headers = fields.map(([name]) => plainText(store, name)).join(delimiter);
  return appendLines(context, valueAt(args, 3), withHeaders ? [headers, line] : [line], site);
}

/** Records of texts; a line that breaks off has empty texts for the rest. */
function csvRead(context: NativeContext, args: readonly NativeArgument[], site: Site): Value {
  const { store } = context;
  const columns = itemsOf(store, valueAt(args, 0), site);
  const delimiter = textAt(context, args, 1, "The delimiter of CSVRead", site);
  const path = pathOf(context, valueAt(args, 2), site);
  const lines = linesOf(readIfThere(context, path, site) ?? "");
  const records = lines.map((line, i) => {
    const texts = line.split(delimiter);
    if (texts.length > columns.length)
      throw new EvaluationError(
        "LS4220",
        `Line ${i + 1} of ${path} has ${texts.length} fields, for ${columns.length} columns.`,
        site,
      );
    return store.functionOf(columns.map((name, column) => [name, store.string(texts[column] ?? "")] as const));
  });
  return store.tuple(records);
}

function csvRecords(context: NativeContext, args: readonly NativeArgument[], site: Site): Value {
  const text = readIfThere(context, pathOf(context, valueAt(args, 0), site), site) ?? "";
  return context.store.integer(linesOf(text).length);
}

export const csv: readonly (readonly [string, Native])[] = [
  ["CSV!CSVWrite", { arity: 3, isVolatile: true, apply: csvWrite }],
  ["CSV!CSVWriteRecord", { arity: 4, isVolatile: true, apply: csvWriteRecord }],
  // What is read may have been written in the same run.
  ["CSV!CSVRead", { arity: 3, isVolatile: true, apply: csvRead }],
  ["CSV!CSVRecords", { arity: 1, isVolatile: true, apply: csvRecords }],
];
