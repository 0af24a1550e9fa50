/** One line of a certificate on its way: what it says is checked first, then whether it is the line that was written. */
import type { CertificateChecker } from "../../src/conform/certificate/checker.ts";
import type { CertificateLine } from "../../src/conform/certificate/lines.ts";
import type { ReadLine } from "./read.ts";
import type { TlaFiles } from "./tla-files.ts";

export const NOT_AS_WRITTEN =
  "what it says may be true, but it is not the line that was written here: it was changed, or a line before it is " +
  "missing, moved or changed";

/** What is wrong with a line behind the header; `tla` hears of the lines that are right. */
export function verifyLine(read: ReadLine, checker: CertificateChecker, tla?: TlaFiles): string | undefined {
  if (read.line === undefined) return read.problem;
  const reason = checker.take(read.line);
  if (reason !== undefined) return reason;
  if (!read.isAsWritten) return NOT_AS_WRITTEN;
  if (tla !== undefined) gather(read.line, checker, tla);
  return undefined;
}

function gather(line: CertificateLine, checker: CertificateChecker, tla: TlaFiles): void {
  if (line.kind === "start") tla.start(line.instance, checker.stateOf(line.instance)!);
  else if (line.kind === "step") tla.step(line, checker.stateOf(line.instance)!);
}
