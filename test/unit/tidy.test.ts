/**
 * What is mechanical about tidiness: the import rules of the house, banned calls, dead files, links and examples in the
 * documents. A rule that a machine can hold is not left to reviewers.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { deterministicRooms, hostGlobalsFile, house, roomOf, type Room } from "../support/house.ts";
import {
  filesIn,
  importsOf,
  parse,
  pathOf,
  propertyReads,
  root,
  usesOfGlobal,
  type Import,
} from "../support/import-graph.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const sources = parse([
  ...filesIn("src", [".ts"]),
  ...filesIn("harness", [".ts"]),
  ...filesIn("sample-systems", [".ts"]),
]);
const imports: Import[] = sources.flatMap((file) => importsOf(file));
const place = (one: Import): string => `${one.from}:${one.line} imports ${one.specifier}`;

/** Files outside the import graph that start the program: the bin, the exports, and what package scripts run. */
function entryFiles(): string[] {
  const manifest = JSON.parse(read("package.json")) as {
    bin: Record<string, string>;
    exports: Record<string, string | { default: string }>;
    scripts: Record<string, string>;
  };
  const compiled = [
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).map((entry) => (typeof entry === "string" ? entry : entry.default)),
  ];
  const fromScripts = Object.values(manifest.scripts).flatMap(
    (script) => script.match(/[\w./-]+\.(?:ts|mjs|js)\b/g) ?? [],
  );
  return [...compiled, ...fromScripts].map((path) => path.replace(/^\.\//, "").replace(/^dist\/(.*)\.js$/, "$1.ts"));
}

describe("the house", () => {
  it("lets a room import only the rooms that the table names", () => {
    const wrong = imports.filter((one) => {
      const from = roomOf(one.from);
      const to = one.to === undefined ? undefined : roomOf(one.to);
      if (from === undefined || to === undefined || from === to) return false;
      const room = house.find((entry) => entry.room === from);
      return !(room?.imports.includes(to) === true || (one.isTypeOnly && room?.types?.includes(to) === true));
    });
    expect(wrong.map(place)).toEqual([]);
  });

  it("knows every room that exists", () => {
    const rooms = new Set(sources.map((file) => roomOf(pathOf(file))).filter((room) => room !== undefined));
    expect([...rooms].filter((room) => !house.some((entry) => entry.room === room))).toEqual([]);
  });

  it("is written down in docs/architecture.md as it is enforced here", () => {
    const rightHand = (entry: Room): string => {
      if (entry.room === "harness") return "everything in src";
      if (entry.room === "sample-systems") return "the entry points of the package";
      return [...entry.imports, ...(entry.types ?? []).map((room) => `${room} (types)`)].join(", ") || "nothing";
    };
    const table = read("docs/architecture.md").matchAll(/^\| `([\w-]+)\/` +\| (.*?) +\|/gm);
    const documented = [...table].map(([, room, list]) => `${room}: ${list}`);
    expect(documented).toEqual(house.map((entry) => `${entry.room}: ${rightHand(entry)}`));
  });

  it("lets sample systems import only the package's entry points, Node, themselves and what they share", () => {
    const allowed = new Set(["lockstep", "lockstep/probe", "lockstep/runtime"]);
    const wrong = imports.filter((one) => {
      if (!one.from.startsWith("sample-systems/")) return false;
      if (one.to === undefined) return !allowed.has(one.specifier) && !one.specifier.startsWith("node:");
      const system = one.from.split("/").slice(0, 2).join("/");
      return !one.to.startsWith(`${system}/`) && !one.to.startsWith("sample-systems/common/");
    });
    expect(wrong.map(place)).toEqual([]);
  });

  it("keeps Node out of the engine", () => {
    const hostFiles = new Set([hostGlobalsFile]);
    const wrong = imports.filter(
      (one) => one.from.startsWith("src/") && one.specifier.startsWith("node:") && !hostFiles.has(one.from),
    );
    expect(wrong.map(place)).toEqual([]);
  });

  it("keeps the network out of everything but the production runtime: a specification reaches nobody", () => {
    const network = /^node:(?:net|http|https|http2|tls|dgram|dns)(?:$|\/)/;
    const wrong = imports.filter(
      (one) =>
        network.test(one.specifier) && !one.from.startsWith("harness/runtime/") && one.from.startsWith("harness/"),
    );
    expect(wrong.map(place)).toEqual([]);
    expect(imports.some((one) => network.test(one.specifier))).toBe(true);
  });

  it("has no file that nothing reaches", () => {
    // A finished and tested part of the language that no command calls yet: printing a syntax tree.
    const awaited = ["src/tla/syntax/printer.ts"];
    const reached = new Set<string>();
    const queue = [...entryFiles(), ...awaited];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      for (const one of imports) if (one.from === path && one.to !== undefined) queue.push(one.to);
    }
    const engine = sources.map((file) => pathOf(file)).filter((path) => !path.startsWith("sample-systems/"));
    expect(engine.filter((path) => !reached.has(path))).toEqual([]);
  });

  it("imports only files that exist", () => {
    expect(imports.filter((one) => one.to !== undefined && !existsSync(join(root, one.to))).map(place)).toEqual([]);
  });
});

describe("determinism", () => {
  const rooms = sources.filter((file) => {
    const room = roomOf(pathOf(file));
    return room !== undefined && deterministicRooms.includes(room) && pathOf(file) !== hostGlobalsFile;
  });

  it("reads no host clock and starts no host timer", () => {
    const banned = new Set([
      "Date",
      "performance",
      "Intl",
      "setTimeout",
      "setInterval",
      "setImmediate",
      "clearTimeout",
      "clearInterval",
      "clearImmediate",
    ]);
    const found = rooms.flatMap((file) =>
      usesOfGlobal(file, banned).map((use) => `${pathOf(file)}:${use.line} ${use.name}`),
    );
    expect(found).toEqual([]);
  });

  it("draws no host randomness and sorts by no locale", () => {
    const banned = (read: { text: string; property: string }): boolean =>
      read.text === "Math.random" ||
      read.text.startsWith("process.hrtime") ||
      ["localeCompare", "toLocaleString", "toLocaleLowerCase", "toLocaleUpperCase"].includes(read.property);
    const found = rooms.flatMap((file) =>
      propertyReads(file)
        .filter(banned)
        .map((use) => `${pathOf(file)}:${use.line} ${use.text}`),
    );
    expect(found).toEqual([]);
  });
});

describe("tests and text", () => {
  it("leaves no test out and none alone", () => {
    const pattern = /\b(?:it|test|describe|suite)\s*\.\s*(?:only|skip|todo|fails|skipIf|runIf)\b/;
    const found = filesIn("test", [".ts"]).filter((path) => !path.endsWith("tidy.test.ts") && pattern.test(read(path)));
    expect(found).toEqual([]);
  });

  it("leaves no notes to self in the source", () => {
    const pattern = /\b(?:TODO|FIXME|XXX|HACK)\b/;
    const files = [
      ...filesIn("src", [".ts", ".tla"]),
      ...filesIn("harness", [".ts", ".mjs"]),
      ...filesIn("sample-systems", [".ts"]),
    ];
    expect(files.filter((path) => pattern.test(read(path)))).toEqual([]);
  });

  it("starts every source file with what it is for", () => {
    const files = [
      ...filesIn("src", [".ts"]),
      ...filesIn("harness", [".ts", ".mjs"]),
      ...filesIn("sample-systems", [".ts"]),
    ];
    expect(files.filter((path) => !/^(?:#!.*\n)?\/\*\*/.test(read(path)))).toEqual([]);
  });

  it("turns off no check of the compiler or the linter", () => {
    const pattern = /@ts-(?:ignore|nocheck)|eslint-disable/;
    const files = [...filesIn("src", [".ts"]), ...filesIn("harness", [".ts"]), ...filesIn("sample-systems", [".ts"])];
    expect(files.filter((path) => pattern.test(read(path)))).toEqual([]);
  });
});

describe("documents", () => {
  const documents = [...filesIn(".", [".md"])];

  it("link only to what exists", () => {
    const broken: string[] = [];
    for (const document of documents) {
      for (const [, target] of withoutCode(read(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (target === undefined || /^[a-z]+:/.test(target)) continue;
        const [path, anchor] = target.split("#");
        const file = path === undefined || path === "" ? document : posix.join(dirname(document), path);
        if (!existsSync(join(root, file))) broken.push(`${document}: ${target}`);
        else if (anchor !== undefined && file.endsWith(".md") && !anchorsOf(read(file)).has(anchor))
          broken.push(`${document}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it("explain every code that the program can print", () => {
    const codes = [...read("docs/errors.md").matchAll(/^\| (LS\d{4}) +\|/gm)].map(([, code]) => code);
    const entries = new Set(codes);
    expect(codes.length, "a code is explained twice").toBe(entries.size);
    const files = [...filesIn("src", [".ts"]), ...filesIn("harness", [".ts"])];
    const used = new Set(
      files.flatMap((path) => [...read(path).matchAll(/["'`](LS\d{4})["'`]/g)].map(([, code]) => code)),
    );
    expect([...used].filter((code) => !entries.has(code)).sort()).toEqual([]);
    expect([...entries].filter((code) => !used.has(code)).sort()).toEqual([]);
  });
});

/** Markdown without fenced blocks and inline code, in which brackets are no links. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").replace(/`[^`\n]*`/g, "");
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(markdown: string): Set<string> {
  const headings = withoutFences(markdown).matchAll(/^#{1,6} +(.+)$/gm);
  return new Set(
    [...headings].map(([, title]) =>
      (title ?? "")
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replace(/ /g, "-"),
    ),
  );
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, "");
}
