/** The wrong variants by name: the class that takes the place of the right one. Described in `index.ts`. */

import type { HandlerClass } from "lockstep";
import type { Message } from "../messages.ts";
import { AbortsAlone } from "./aborts-alone.ts";
import { AnnouncesBeforeLogging } from "./announces-before-logging.ts";
import { CountsAnyReply } from "./counts-any-reply.ts";
import { CountsMessages } from "./counts-messages.ts";
import { DecidesEarly } from "./decides-early.ts";
import { ForgetsAbort } from "./forgets-abort.ts";
import { PresumesCommit } from "./presumes-commit.ts";
import { TimeoutOverrulesCommit } from "./timeout-overrules-commit.ts";
import { VotesBeforeLogging } from "./votes-before-logging.ts";

export const variantClasses: Readonly<Record<string, HandlerClass<Message>>> = {
  "decides-early": DecidesEarly,
  "counts-messages": CountsMessages,
  "counts-any-reply": CountsAnyReply,
  "announces-before-logging": AnnouncesBeforeLogging,
  "timeout-overrules-commit": TimeoutOverrulesCommit,
  "presumes-commit": PresumesCommit,
  "aborts-alone": AbortsAlone,
  "votes-before-logging": VotesBeforeLogging,
  "forgets-abort": ForgetsAbort,
};
