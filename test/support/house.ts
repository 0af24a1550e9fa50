/**
 * Who may import whom: the house, as a table. docs/architecture.md prints the same table; the tidy test compares.
 *
 * A room is a folder of src/, or one of the other folders at the top. `types` are rooms of which only types may be
 * imported: nothing of them is there at run time.
 */
export interface Room {
  readonly room: string;
  readonly imports: readonly string[];
  readonly types?: readonly string[];
}

export const house: readonly Room[] = [
  { room: "tla", imports: [] },
  { room: "values", imports: [] },
  { room: "simulate", imports: [] },
  { room: "probe", imports: [] },
  { room: "compile", imports: ["tla", "values"] },
  { room: "check", imports: ["compile", "values", "tla"] },
  { room: "virtual-node", imports: ["simulate"] },
  { room: "formats", imports: ["values", "tla"] },
  { room: "observe", imports: ["simulate", "probe", "values", "compile", "conform", "tla"] },
  { room: "conform", imports: ["compile", "values", "check", "tla", "formats"] },
  { room: "search", imports: ["simulate", "observe", "conform", "check"], types: ["compile"] },
  { room: "strength", imports: ["simulate", "observe", "conform", "search", "compile", "values", "tla"] },
  {
    room: "system",
    imports: [
      "tla",
      "values",
      "compile",
      "check",
      "simulate",
      "virtual-node",
      "probe",
      "observe",
      "conform",
      "search",
      "formats",
    ],
  },
  {
    room: "harness",
    imports: [
      "tla",
      "values",
      "compile",
      "check",
      "simulate",
      "virtual-node",
      "probe",
      "observe",
      "conform",
      "search",
      "strength",
      "formats",
      "system",
    ],
  },
  { room: "sample-systems", imports: [] },
];

/** Rooms in which a run is a pure function of its choices: no host time, no host randomness, no locale. */
export const deterministicRooms = [
  "simulate",
  "search",
  "strength",
  "conform",
  "observe",
  "values",
  "compile",
  "check",
];

/** The one file that may take hold of host globals, before anything is patched. */
export const hostGlobalsFile = "src/simulate/host.ts";

/** The room of a project-relative path, or undefined for tests and configuration. */
export function roomOf(path: string): string | undefined {
  const parts = path.split("/");
  if (parts[0] === "src") return parts.length > 2 ? parts[1] : undefined;
  return parts[0] === "harness" || parts[0] === "sample-systems" ? parts[0] : undefined;
}
