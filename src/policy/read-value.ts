import { ToolError } from "../errors.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { TomlValue } from "./toml.ts";
import type { ValueSource } from "./units.ts";

/** The text of a string, or the digits of an integer, for the parsers of units. Throws ToolError `policy/bad-type`. */
export function amountText(value: TomlValue, source: ValueSource): string {
  if (value.type === "string") return value.value;
  if (value.type === "integer") return value.value.toString();
  throw badType(value, source, 'a text such as "10G", or a whole number');
}

/** Throws ToolError `policy/bad-type`. */
export function textOf(value: TomlValue, source: ValueSource): string {
  if (value.type === "string") return value.value;
  throw badType(value, source, "a text");
}

/** Throws ToolError `policy/bad-type`. */
export function booleanOf(value: TomlValue, source: ValueSource): boolean {
  if (value.type === "boolean") return value.value;
  throw badType(value, source, "true or false");
}

/** A list of texts. Throws ToolError `policy/bad-type` at the first item that is none. */
export function textsOf(value: TomlValue, source: ValueSource): readonly string[] {
  if (value.type !== "array") throw badType(value, source, 'a list such as ["a", "b"]');
  return value.items.map((item) => {
    if (item.type === "string") return item.value;
    throw badType(item, { label: `an item of ${source.label}`, place: item.place }, "a text");
  });
}

/** One of some texts. Throws ToolError `policy/bad-choice` with the nearest, `policy/bad-type`. */
export function choiceOf<T extends string>(value: TomlValue, choices: readonly T[], source: ValueSource): T {
  const shown = choices.map((choice) => `"${choice}"`).join(", ");
  if (value.type !== "string") throw badType(value, source, `one of ${shown}`);
  const found = choices.find((choice) => choice === value.value);
  if (found !== undefined) return found;
  const near = didYouMean(value.value, choices);
  throw new ToolError("policy/bad-choice", `${source.label} cannot be "${value.value}"`, {
    hint: `${near === undefined ? "" : `did you mean "${near}"? `}it is one of ${shown}`,
    ...(source.place === undefined ? {} : { place: source.place }),
  });
}

/** The error for a value of the wrong type. */
export function badType(value: TomlValue, { label, place }: ValueSource, wanted: string): ToolError {
  const article = value.type === "integer" || value.type === "array" ? "an" : "a";
  return new ToolError("policy/bad-type", `${label} cannot be ${article} ${value.type}`, {
    hint: `it is ${wanted}`,
    ...(place === undefined ? {} : { place }),
  });
}
