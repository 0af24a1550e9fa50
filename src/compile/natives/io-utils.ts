/**
 * The module IOUtils. Files and environment variables come through ports, programs are started only where the port for
 * them is given. Values are written as TLA+ text, and read from it: TLC's own binary format is Java's.
 */
import { EvaluationError, type Site, type Value } from "../../values/types.ts";
import { itemsOf, pairsOf, plainText, recordFrom, stringOf } from "./collections.ts";
import { pathOf, readFile, readIfThere, refusedAt, writeFile } from "./files.ts";
import { formatTemplate } from "./format.ts";
import { valueAt, type Executed, type Native, type NativeArgument, type NativeContext } from "./native.ts";

type Apply = Native["apply"];

function atoi({ store }: NativeContext, text: Value, site: Site): Value {
  const digits = stringOf(store, text);
  if (digits === undefined || !/^[+-]?\d+$/.test(digits))
    throw new EvaluationError("LS4220", `atoi: ${store.show(text)} is not the text of a number.`, site);
  return store.integer(BigInt(digits));
}

function environment({ store, ports }: NativeContext): Value {
  const variables = [...(ports.environmentVariables ?? new Map<string, string>())];
  return store.functionOf(variables.map(([name, value]) => [store.string(name), store.string(value)] as const));
}

// ------------------------------------------------------------------------------------------------ values as text

const ioSerialize: Apply = (context, args, site) => {
  const { store } = context;
  const text = `${store.print(store.normalize(valueAt(args, 0), site))}\n`;
  writeFile(context, pathOf(context, valueAt(args, 1), site), text, { append: false }, site);
  return store.TRUE;
};

const ioDeserialize: Apply = (context, args, site) => {
  const path = pathOf(context, valueAt(args, 0), site);
  const text = readFile(context, path, site);
  try {
    return context.store.read(text.trim());
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new EvaluationError("LS4220", `${path} is not a TLA+ value: ${error.message}`, site);
  }
};

// ------------------------------------------------------------------------------------------------ plain text

function outcome({ store }: NativeContext, { exitValue, stdout, stderr }: Executed): Value {
  return recordFrom(store, {
    exitValue: store.integer(exitValue),
    stdout: store.string(stdout),
    stderr: store.string(stderr),
  });
}

/** The options of Serialize and Deserialize; only the format TXT in UTF-8 is known. */
function textOptions({ store }: NativeContext, options: Value, site: Site): ReadonlyMap<string, Value> {
  const given = new Map(pairsOf(store, options, site).map(([name, value]) => [plainText(store, name), value]));
  const format = given.get("format");
  const charset = given.get("charset");
  if (format === undefined || stringOf(store, format) !== "TXT")
    throw new EvaluationError("LS4220", 'Serialize and Deserialize know the format "TXT" only.', site);
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(plainText(store, charset)))
    throw new EvaluationError("LS4220", `The charset ${store.show(charset)} is not supported: files are UTF-8.`, site);
  return given;
}

const serialize: Apply = (context, args, site) => {
  const { store } = context;
  const text = stringOf(store, valueAt(args, 0));
  const given = textOptions(context, valueAt(args, 2), site);
  const modes = given.get("openOptions");
  const open = new Set(modes === undefined ? [] : itemsOf(store, modes, site).map((mode) => plainText(store, mode)));
  const path = pathOf(context, valueAt(args, 1), site);
  if (text === undefined)
    return outcome(context, { exitValue: 1, stdout: "", stderr: "What is written is not a string." });
  const isThere = readIfThere(context, path, site) !== undefined;
  if (isThere && open.has("CREATE_NEW"))
    return outcome(context, { exitValue: 1, stdout: "", stderr: `${path} exists.` });
  if (!isThere && !open.has("CREATE") && !open.has("CREATE_NEW"))
    return outcome(context, { exitValue: 1, stdout: "", stderr: `${path} does not exist.` });
  writeFile(context, path, text, { append: open.has("APPEND") }, site);
  return outcome(context, { exitValue: 0, stdout: "", stderr: "" });
};

const deserialize: Apply = (context, args, site) => {
  textOptions(context, valueAt(args, 1), site);
  const path = pathOf(context, valueAt(args, 0), site);
  const text = readIfThere(context, path, site);
  return text === undefined
    ? outcome(context, { exitValue: 1, stdout: "", stderr: `${path} does not exist.` })
    : outcome(context, { exitValue: 0, stdout: text, stderr: "" });
};

// ------------------------------------------------------------------------------------------------ programs

function textsAt({ store }: NativeContext, args: readonly NativeArgument[], index: number, site: Site): string[] {
  return itemsOf(store, valueAt(args, index), site).map((item) => plainText(store, item));
}

function execute(
  context: NativeContext,
  name: string,
  command: readonly string[],
  env: Value | undefined,
  site: Site,
): Value {
  const { store, ports } = context;
  const run = ports.execute;
  if (run === undefined)
    throw new EvaluationError(
      "LS4223",
      `${name} would start a program: that is refused unless --allow-exec is given.`,
      site,
    );
  if (command.length === 0) throw new EvaluationError("LS4223", `${name} was given no program.`, site);
  const variables = env === undefined ? [] : pairsOf(store, env, site);
  const added = new Map(variables.map(([key, value]) => [plainText(store, key), plainText(store, value)]));
  return outcome(
    context,
    refusedAt(site, () => run(command, added)),
  );
}

function filled(context: NativeContext, args: readonly NativeArgument[], template: number, site: Site): string[] {
  const parameters = textsAt(context, args, template + 1, site);
  return textsAt(context, args, template, site).map((part) => formatTemplate(part, parameters, site));
}

const io: Readonly<Record<string, Native>> = {
  IOEnv: { arity: 0, apply: (context) => environment(context) },
  atoi: { arity: 1, apply: (context, args, site) => atoi(context, valueAt(args, 0), site) },
  IOSerialize: { arity: 3, isVolatile: true, apply: ioSerialize },
  IODeserialize: { arity: 2, isVolatile: true, apply: ioDeserialize },
  Serialize: { arity: 3, isVolatile: true, apply: serialize },
  Deserialize: { arity: 2, isVolatile: true, apply: deserialize },
  IOExec: {
    arity: 1,
    isVolatile: true,
    apply: (context, args, site) => execute(context, "IOExec", textsAt(context, args, 0, site), undefined, site),
  },
  IOEnvExec: {
    arity: 2,
    isVolatile: true,
    apply: (context, args, site) =>
      execute(context, "IOEnvExec", textsAt(context, args, 1, site), valueAt(args, 0), site),
  },
  IOExecTemplate: {
    arity: 2,
    isVolatile: true,
    apply: (context, args, site) => execute(context, "IOExecTemplate", filled(context, args, 0, site), undefined, site),
  },
  IOEnvExecTemplate: {
    arity: 3,
    isVolatile: true,
    apply: (context, args, site) =>
      execute(context, "IOEnvExecTemplate", filled(context, args, 1, site), valueAt(args, 0), site),
  },
};

export const ioUtils: readonly (readonly [string, Native])[] = Object.entries(io).map(
  ([name, native]) => [`IOUtils!${name}`, native] as const,
);
