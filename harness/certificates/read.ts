/** Reads the lines of a certificate: what they must look like, and whether each is the one that was written. */
import * as v from "valibot";
import { CERTIFICATE_VERSION, type CertificateLine } from "../../src/conform/certificate/lines.ts";
import { DigestChain } from "./digest.ts";

/** Longer lines are refused; a certificate that Lockstep wrote has a line for each step. */
const LINE_LENGTH_MAX = 1 << 24;

const texts = v.record(v.string(), v.string());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const path = v.pipe(v.array(v.string()), v.minLength(1));
const action = { action: v.string(), arguments: texts };
const observed = v.strictObject({
  actions: v.array(v.strictObject(action)),
  values: v.array(v.strictTuple([path, v.string()])),
  changes: v.array(
    v.strictObject({ path, added: v.array(v.string()), removed: v.array(v.string()), isBag: v.boolean() }),
  ),
});
const schema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("header"),
    version: v.literal(CERTIFICATE_VERSION),
    lockstep: v.string(),
    spec: v.string(),
    config: v.nullable(v.string()),
    constants: texts,
    files: texts,
    variables: v.array(v.string()),
  }),
  v.strictObject({ kind: v.literal("start"), instance: v.string(), state: texts }),
  v.strictObject({
    kind: v.literal("step"),
    instance: v.string(),
    event: v.string(),
    ...action,
    next: texts,
    observed: v.exactOptional(observed),
  }),
  v.strictObject({ kind: v.literal("end"), events: count, instances: count, steps: count }),
]);

/** A line, or what is wrong with it. */
export type ReadLine =
  | { readonly line: CertificateLine; readonly isAsWritten: boolean }
  | { readonly line?: undefined; readonly problem: string };

export class CertificateReader {
  readonly #digests = new DigestChain();

  read(text: string): ReadLine {
    if (text.length > LINE_LENGTH_MAX) return { problem: "the line is too long for a certificate" };
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch {
      return { problem: "the line is not JSON" };
    }
    if (typeof data !== "object" || data === null || !("digest" in data)) return { problem: "the line has no digest" };
    const { digest, ...rest } = data;
    const parsed = v.safeParse(schema, rest);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const at = (issue.path ?? []).map((step) => String(step.key)).join(".");
      return { problem: `no line of a certificate: ${at === "" ? "" : `${at}: `}${issue.message}` };
    }
    return { line: parsed.output, isAsWritten: digest === this.#digests.next(JSON.stringify(rest)) };
  }
}
