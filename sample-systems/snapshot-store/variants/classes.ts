/** The wrong variants by name: the class that takes the place of the right one. Described in `index.ts`. */

import type { HandlerClass } from "lockstep";
import type { Message } from "../messages.ts";
import { AnswersBeforeLogging } from "./answers-before-logging.ts";
import { AppliesWithGaps } from "./applies-with-gaps.ts";
import { ChecksLastOnly } from "./checks-last-only.ts";
import { ForgetsOutcome } from "./forgets-outcome.ts";
import { ForgetsOwnWrites } from "./forgets-own-writes.ts";
import { IgnoresPending } from "./ignores-pending.ts";
import { ReadsNewest } from "./reads-newest.ts";
import { TakesSilenceForNo } from "./takes-silence-for-no.ts";

export const variantClasses: Readonly<Record<string, HandlerClass<Message>>> = {
  "checks-last-only": ChecksLastOnly,
  "ignores-pending": IgnoresPending,
  "forgets-outcome": ForgetsOutcome,
  "answers-before-logging": AnswersBeforeLogging,
  "reads-newest": ReadsNewest,
  "applies-with-gaps": AppliesWithGaps,
  "forgets-own-writes": ForgetsOwnWrites,
  "takes-silence-for-no": TakesSilenceForNo,
};
