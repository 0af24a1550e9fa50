/** The wrong variants by name: the class that takes the place of the right server. Described in `index.ts`. */

import type { HandlerClass } from "lockstep";
import type { Message } from "../messages.ts";
import { AcknowledgesEarly } from "./acknowledges-early.ts";
import { AppliesEarly } from "./applies-early.ts";
import { AppliesTwice } from "./applies-twice.ts";
import { CommitsOlderTerm } from "./commits-older-term.ts";
import { CountsAnyVote } from "./counts-any-vote.ts";
import { CountsItselfTwice } from "./counts-itself-twice.ts";
import { CountsLateVotes } from "./counts-late-votes.ts";
import { HalfIsEnough } from "./half-is-enough.ts";
import { KeepsConflict } from "./keeps-conflict.ts";
import { OwnVoteUnrecorded } from "./own-vote-unrecorded.ts";
import { VotesTwice } from "./votes-twice.ts";

export const variantClasses: Readonly<Record<string, HandlerClass<Message>>> = {
  "votes-twice": VotesTwice,
  "own-vote-unrecorded": OwnVoteUnrecorded,
  "counts-late-votes": CountsLateVotes,
  "half-is-enough": HalfIsEnough,
  "counts-any-vote": CountsAnyVote,
  "counts-itself-twice": CountsItselfTwice,
  "commits-older-term": CommitsOlderTerm,
  "keeps-conflict": KeepsConflict,
  "applies-early": AppliesEarly,
  "acknowledges-early": AcknowledgesEarly,
  "applies-twice": AppliesTwice,
};
