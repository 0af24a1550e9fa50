/**
 * Templates as the community modules take them: Java's `String.format` over texts. `%s` and `%3$s` with `-`, a width
 * and a precision, `%%` and `%n`; anything else is refused, since every argument is a text.
 */
import { EvaluationError, type Site } from "../../values/types.ts";

const DIRECTIVE = /%(?:(\d+)\$)?(-?)(\d*)(?:\.(\d+))?([a-zA-Z%])|%/g;

/** The template filled in. Throws LS4224 for an unknown directive or one without an argument. */
export function formatTemplate(template: string, texts: readonly string[], site: Site): string {
  let ordinary = 0;
  return template.replace(
    DIRECTIVE,
    (directive, index?: string, left?: string, width?: string, precision?: string, conversion?: string) => {
      if (conversion === "%") return "%";
      if (conversion === "n") return "\n";
      if (conversion !== "s" && conversion !== "S")
        throw new EvaluationError("LS4224", `"${directive}" in a template is not supported: only %s is.`, site);
      const text = texts[index === undefined ? ordinary++ : Number(index) - 1];
      if (text === undefined)
        throw new EvaluationError(
          "LS4224",
          `The template has no argument for "${directive}": ${texts.length} are given.`,
          site,
        );
      const cut = precision === undefined ? text : text.slice(0, Number(precision));
      const cased = conversion === "S" ? cut.toUpperCase() : cut;
      const columns = width === undefined || width === "" ? 0 : Number(width);
      return left === "-" ? cased.padEnd(columns) : cased.padStart(columns);
    },
  );
}
