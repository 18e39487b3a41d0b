import { escapeHtml, printableLine } from "../escape.ts";

/** HTML that is safe to put into a page: only `markup` makes it, so what is not Markup is escaped. */
export class Markup {
  readonly #html: string;
  constructor(key: symbol, html: string) {
    if (key !== MAKER) throw new TypeError("Markup is made by the function markup only");
    this.#html = html;
  }
  toString(): string {
    return this.#html;
  }
}

const MAKER: symbol = Symbol("markup");

export type MarkupValue = Markup | string | number | undefined | readonly MarkupValue[];

/**
 * Template tag for HTML. Strings and numbers become text, with invisible characters as escapes, in elements and in quoted
 * attributes alike; Markup stays as it is; lists are joined; undefined is nothing. Never leave an attribute unquoted.
 */
export function markup(literals: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  let html = literals[0] ?? "";
  values.forEach((value, index) => {
    html += htmlOf(value) + (literals[index + 1] ?? "");
  });
  return new Markup(MAKER, html);
}

/** Constant HTML of our own: style, script, icons. Never call it with anything that came from outside. */
export function trustedMarkup(html: string): Markup {
  return new Markup(MAKER, html);
}

function htmlOf(value: MarkupValue): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "string" || typeof value === "number") return escapeHtml(printableLine(String(value)));
  return value.map(htmlOf).join("");
}
