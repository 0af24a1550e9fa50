/**
 * The named bounds of the value store. Every one of them, when hit, is an `EvaluationError` that says its name.
 */

/** Elements that enumerating one lazy set may produce; `StoreOptions.setElementsMax` overrides it. TLC's own default. */
export const SET_ELEMENTS_MAX = 1_000_000;

/** Intervals up to this many elements are enumerated at once, larger ones stay lazy until their elements are needed. */
export const SMALL_INTERVAL_ELEMENTS_MAX = 64;

/** Intervals of more elements are not listed to be run through: the element at an index is computed. */
export const LISTED_INTERVAL_ELEMENTS_MAX = 4_096;

/** Elements made for one loop through a set that is too large to be listed: they stay in memory, about a gigabyte. */
export const LOOP_ELEMENTS_MAX = 2 ** 24;

/** Values that wait on the building stack: elements of all sets and functions that are being made at one moment. */
export const STACK_VALUES_MAX = 2 ** 24;

/** Set operations on finite lazy sets are carried out at once up to this many elements, beyond it they stay lazy. */
export const EAGER_ELEMENTS_MAX = 4_096;

/** Bits of an integer: guards `^` and `*` against results that no specification means. */
export const INTEGER_BITS_MAX = 65_536;

/** Words (of four bytes) of the arena that holds all compound values: 4 GiB. */
export const ARENA_WORDS_MAX = 2 ** 30;

/** Words that must have been made since the last collection of values before another one may pay. */
export const COLLECTION_WORDS_MIN = 2 ** 20;

/** Nesting of value text that `read` accepts. */
export const READ_DEPTH_MAX = 1_000;

/** Nesting of a JavaScript value that the conversion accepts; a cycle is reported through it. */
export const CONVERT_DEPTH_MAX = 200;

/** Characters of a value shown inside an error message. */
export const SHOWN_CHARACTERS_MAX = 400;
