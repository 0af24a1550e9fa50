/**
 * JSON with whole numbers of any size: timestamps in nanoseconds are beyond 2^53, where a double is no longer exact.
 *
 * The parser of the host has no way to tell how a number was written, so longer ones are given to it as marked strings,
 * which no other string of the text can be: the mark is longer than all such characters in the text together.
 */

/** Up to this many digits every whole number is a double. */
const DIGITS_MAX = 15;

/** A character without meaning, and as JSON may write it. */
const MARK = "\uE000";
const MARKS = /\uE000|\\u[eE]000/g;

const LONG_NUMBER = new RegExp(`\\d{${DIGITS_MAX + 1}}`);
/** Strings, so that digits in them are passed over, and numbers. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const WHOLE = /^-?\d+$/;

/** What `JSON.parse` gives, and how to tell a long number in it: `bigint` is its value, undefined for any other string. */
export interface ExactJson {
  readonly json: unknown;
  bigint(text: string): bigint | undefined;
}

/** Throws a SyntaxError as `JSON.parse` does. */
export function parseExactly(text: string): ExactJson {
  // The text as it was given is parsed in any case: only then is what a message quotes from it in it.
  const json: unknown = JSON.parse(text);
  if (!LONG_NUMBER.test(text)) return { json, bigint: () => undefined };
  const mark = MARK.repeat((text.match(MARKS)?.length ?? 0) + 1);
  const marked = text.replace(TOKENS, (token) =>
    token.length > DIGITS_MAX && WHOLE.test(token) ? `"${mark}${token}"` : token,
  );
  return {
    json: JSON.parse(marked),
    bigint: (string) => (string.startsWith(mark) ? BigInt(string.slice(mark.length)) : undefined),
  };
}
