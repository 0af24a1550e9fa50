/** The expression that puts a record on the stack: where to return to, and what the callee's variables were. */
import type { Procedure } from "./ast.ts";
import { ExpressionText, builtin, identifier, string, widthOf, type TextToken } from "./expression-text.ts";

type Made = Omit<TextToken, "column">;

/**
 * `<< [ procedure |-> "f", pc |-> .., locals, parameters ] >> \o rest`, a field a line. Restoring reads the fields, so
 * locals come before parameters here as there.
 */
export function stackRecord(
  callee: string,
  returnTo: readonly Made[],
  procedure: Procedure,
  rest: readonly Made[],
): ExpressionText {
  const fields: Made[][] = [
    [builtin("<<"), builtin("["), identifier("procedure"), builtin("|->"), string(callee)],
    [identifier("pc"), builtin("|->"), ...returnTo],
    ...[...procedure.variables, ...procedure.parameters].map(({ name }) => [
      identifier(name),
      builtin("|->"),
      identifier(name),
    ]),
  ];
  for (const field of fields.slice(0, -1)) field.push(builtin(","));
  fields.at(-1)!.push(builtin("]"), builtin(">>"));
  const lines = [...fields, [builtin("\\o"), ...rest]];
  return new ExpressionText(lines.map((line, index) => placed(line, index === 0 || index === lines.length - 1)));
}

/** Columns of the fields' names and of the arrows behind them. */
const nameColumn = 6;
const arrowColumn = 16;

function placed(line: readonly Made[], isOuter: boolean): TextToken[] {
  let next = isOuter ? 1 : nameColumn;
  return line.map((made) => {
    const token = { ...made, column: next };
    next += widthOf(token);
    if (made.type !== "builtin") return token;
    switch (made.text) {
      case "|->":
        token.column = Math.max(arrowColumn, token.column + 1);
        next = token.column + 5;
        break;
      case "[":
      case "<<":
        next += 1;
        break;
      case "]":
      case ">>":
        token.column += 1;
        next += 1;
        break;
      case "\\o":
        token.column += 1;
        next += 2;
        break;
    }
    return token;
  });
}

/** The tokens of an expression of one line, put together; undefined for a longer one. */
export function firstLineTokens(expression: ExpressionText): string | undefined {
  if (expression.lines.length !== 1) return undefined;
  return expression.lines[0]!.map((token) => token.text).join("");
}
