/** What a person sees: `lockstep` on a pseudo-terminal, where lines rewrite themselves and Ctrl-C is a key. */
import { afterEach, describe, expect, inject, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { CTRL_C, onTerminal, screenOf, type TerminalOptions } from "../support/pseudo-terminal.ts";

const LONG = `---- MODULE Long ----
EXTENDS Integers, FiniteSets, TLC
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 100000000
Slow == x < 20000 \\/ \\E S \\in SUBSET (1..24) : Cardinality(S) = x
Stuck == x < 100000 \\/ (PrintT("begins") /\\ \\E S \\in SUBSET (1..24) : Cardinality(S) = x)
====
`;
const SHORT = `---- MODULE Short ----
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == \\/ x' = (x + 1) % 200 /\\ y' = y
        \\/ y' = (y + 1) % 200 /\\ x' = x
Small == x < 200
====
`;
const CONFIG = "INIT Init\nNEXT Next\n";

let made: ReturnType<typeof folderWith>;
afterEach(() => made.remove());

function check(name: string, options: Omit<TerminalOptions, "folder"> = {}, more = ""): ReturnType<typeof onTerminal> {
  made = folderWith({
    "Long.tla": LONG,
    "Short.tla": SHORT,
    "Long.cfg": CONFIG + more,
    "Short.cfg": CONFIG + more,
  });
  return onTerminal([process.execPath, inject("cli"), "check", `${name}.tla`], { folder: made.path, ...options });
}

/** Presses Ctrl-C once, as soon as the text is there. */
const interruptAt = (awaited: string): Pick<TerminalOptions, "onOutput"> => {
  let isPressed = false;
  return {
    onOutput: (text, press) => {
      if (isPressed || !text.includes(awaited)) return;
      isPressed = true;
      press(CTRL_C);
    },
  };
};

const files = ["Long.cfg", "Long.tla", "Short.cfg", "Short.tla"];
const nothing = "no control sequence";

const COLORS = /\u001b\[[\d;]*m/;

describe("lockstep check on a terminal", () => {
  it("shows its progress in one line that is gone when the result comes, in colour", async () => {
    const { code, written, settings } = await check("Short", { columns: 60 }, "INVARIANT Small\n");
    expect(code).toBe(0);
    const progress = written.split("\r").filter((line) => line.includes("checking:"));
    expect(progress.length).toBeGreaterThan(0);
    // A line that is as wide as the terminal would wrap, and could not be rewritten.
    for (const line of progress) expect(screenOf(line)[0]!.length).toBeLessThan(60);
    const screen = screenOf(written);
    expect(screen.join("\n")).not.toContain("checking:");
    expect(screen[0]).toBe("OK  Short.tla: Small, no deadlock");
    expect(screen).toContainEqual(expect.stringContaining("40,000 distinct states"));
    expect(written).toMatch(COLORS);
    expect(settings[1]).toBe(settings[0]);
    expect(made.list()).toEqual(files);
  });

  it("has no colours with NO_COLOR, and nothing rewrites itself on a dumb terminal", async () => {
    const plain = await check("Short", { environment: { NO_COLOR: "1" } });
    expect(plain.written).toContain("\rchecking:");
    expect(plain.written.match(COLORS)?.[0] ?? nothing).toBe(nothing);
    made.remove();
    const dumb = await check("Short", { environment: { TERM: "dumb" } });
    expect(dumb.written.includes("\u001b")).toBe(false);
    expect(dumb.code).toBe(0);
  });

  it("stops at Ctrl-C, says what it knows, and leaves the terminal as it was", async () => {
    const { code, written, settings } = await check("Long", interruptAt("checking:"));
    const screen = screenOf(written).join("\n");
    expect(code).toBe(130);
    expect(screen).toContain("Long.tla: interrupted; nothing is violated so far");
    expect(screen).toMatch(/[\d,]+ distinct states/);
    expect(screen).not.toContain("checking:");
    expect(written).not.toContain("\u001b[?25l");
    expect(settings[1]).toBe(settings[0]);
    expect(made.list()).toEqual(files);
  });

  it("stops at Ctrl-C in the middle of one evaluation, and whatever is printed has a line of its own", async () => {
    const { code, written, settings } = await check("Long", interruptAt("begins"), "INVARIANT Stuck\n");
    expect(code).toBe(130);
    expect(written).toContain("checking:");
    const screen = screenOf(written).filter((line) => line !== "" && line !== "^C");
    expect(screen).toEqual([
      '"begins"',
      expect.stringMatching(/^(\^C)?interrupted in the middle of one evaluation: what was found so far is not known$/),
    ]);
    expect(settings[1]).toBe(settings[0]);
  });

  it("clears the line when the evaluation is stuck under it", async () => {
    let isPressed = false;
    const onOutput: TerminalOptions["onOutput"] = (text, press) => {
      if (isPressed || !text.includes("checking:")) return;
      isPressed = true;
      // By then the invariant is stuck. If it is not, on a very slow machine, the line must be gone all the same.
      setTimeout(() => press(CTRL_C), 2_000);
    };
    const { code, written } = await check("Long", { onOutput }, "INVARIANT Slow\n");
    expect(code).toBe(130);
    const screen = screenOf(written).join("\n");
    expect(screen).toMatch(/^.*interrupted/);
    expect(screen).not.toContain("checking:");
  });
});
