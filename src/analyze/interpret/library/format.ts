import { type RunType, under } from "../go-type.ts";
import { runeBytes } from "../literals.ts";
import type { Machine } from "../machine.ts";
import { Box, Dynamic, type GoMap, Slice, type Value } from "../value.ts";
import { listOf } from "./define.ts";
import { fixedText, floatText } from "./float-text.ts";
import { quoted } from "./quote.ts";

/** Values nested deeper are not printed. */
const MAX_DEPTH = 20;

/** How one value is to be printed. */
interface Style {
  readonly verb: string;
  readonly plus: boolean;
}

/** Text of values as Sprint or Sprintln gives it; undefined when it is not modelled. */
export function printed(m: Machine, values: readonly Value[], withSpaces: boolean): string | undefined {
  let text = "";
  for (const [at, value] of values.entries()) {
    const isText = (one: Value | undefined): boolean =>
      one instanceof Dynamic && under(one.type).kind === "string";
    if (at > 0 && (withSpaces || !(isText(value) || isText(values[at - 1])))) text += " ";
    const one = dynamicText(m, value as Dynamic | null, { verb: "v", plus: false }, 0);
    if (one === undefined) return undefined;
    text += one;
  }
  return text;
}

/** Text of a format with its values; undefined when it is not modelled. */
export function formatted(m: Machine, format: string, values: readonly Value[]): string | undefined {
  let text = "";
  let next = 0;
  for (let at = 0; at < format.length; at++) {
    if (format[at] !== "%") {
      text += format[at];
      continue;
    }
    const directive = /^%([-+ 0]*)([0-9]*)(?:\.([0-9]*))?([a-zA-Z%])/.exec(format.slice(at, at + 40));
    if (directive === null) return undefined;
    at += directive[0].length - 1;
    const [, flags, width, precision, verb] = directive;
    if (verb === "%") {
      text += "%";
      continue;
    }
    if (next >= values.length) return undefined;
    const one = directed(m, values[next++] as Dynamic | null, { flags: flags!, verb: verb!, precision });
    if (one === undefined) return undefined;
    const padded = pad(one, flags!, Number(width), verb!);
    if (padded === undefined) return undefined;
    text += padded;
  }
  return next === values.length ? text : undefined;
}

function pad(text: string, flags: string, width: number, verb: string): string | undefined {
  if (width === 0 || text.length >= width) return text;
  if (width > 10_000 || /[^\x20-\x7e]/.test(text)) return undefined;
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  if (!"dxXbof".includes(verb)) return undefined;
  return /^[+-]/.test(text) ? text[0] + text.slice(1).padStart(width - 1, "0") : text.padStart(width, "0");
}

function directed(
  m: Machine,
  value: Dynamic | null,
  {
    flags,
    verb,
    precision,
  }: { readonly flags: string; readonly verb: string; readonly precision: string | undefined },
): string | undefined {
  const kind = value === null ? "nil" : under(value.type).kind;
  if (verb === "T") return undefined;
  if (precision !== undefined) {
    if (verb !== "f" || kind !== "float" || Number(precision) > 60) return undefined;
    const text = fixedText(value!.value as number, Number(precision));
    return flags.includes("+") && !text.startsWith("-") ? `+${text}` : text;
  }
  if (flags.includes(" ")) return undefined;
  if (verb === "f") return kind === "float" ? fixedText(value!.value as number, 6) : undefined;
  if (verb === "g")
    return kind === "float" ? dynamicText(m, value, { verb: "v", plus: false }, 0) : undefined;
  if (!"vsdqtxXcwbo".includes(verb)) return undefined;
  const text = dynamicText(m, value, { verb: verb === "w" ? "v" : verb, plus: flags.includes("+") }, 0);
  return flags.includes("+") && verb === "d" && kind === "int" && text?.startsWith("-") === false
    ? `+${text}`
    : text;
}

function dynamicText(m: Machine, value: Dynamic | null, style: Style, depth: number): string | undefined {
  if (value === null) return style.verb === "v" ? "<nil>" : style.verb === "s" ? "%!s(<nil>)" : undefined;
  return valueText(m, value.type, value.value, style, depth);
}

function valueText(m: Machine, type: RunType, value: Value, style: Style, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if ("vsqxX".includes(style.verb)) {
    const method = m.textMethod?.(type, value);
    if (method !== undefined) {
      const text = m.callBack(method, [])?.[0] as string | undefined;
      if (text === undefined || style.verb === "v" || style.verb === "s") return text;
      return style.verb === "q" ? quoted(text) : undefined;
    }
  }
  // Its fields are not Go's.
  if (type.id === "time.Time") return undefined;
  const base = under(type);
  switch (base.kind) {
    case "bool":
      return "vt".includes(style.verb) ? String(value) : undefined;
    case "int":
      return integerText(value as number | bigint, style);
    case "float":
      return style.verb === "v" ? floatText(value as number, base.bits!) : undefined;
    case "string":
      if (style.verb === "x") return hex(value as string);
      return style.verb === "q"
        ? quoted(value as string)
        : "vs".includes(style.verb)
          ? (value as string)
          : undefined;
    case "interface":
      return dynamicText(m, value as Dynamic | null, style, depth + 1);
    case "slice":
    case "array":
      return listText(m, base, value, style, depth);
    case "struct":
      return structText(m, base, value as Box, style, depth);
    case "map":
      return mapText(m, base, value as GoMap | null, style, depth);
    case "pointer": {
      if (value === null) return style.verb === "v" ? "<nil>" : undefined;
      const inner = under(base.element!).kind;
      if (
        depth > 0 ||
        style.verb !== "v" ||
        !(value instanceof Box) ||
        (inner !== "struct" && inner !== "array")
      )
        return undefined;
      const text = valueText(m, base.element!, value, style, depth + 1);
      return text === undefined ? undefined : `&${text}`;
    }
    default:
      return undefined;
  }
}

function integerText(value: number | bigint, { verb }: Style): string | undefined {
  switch (verb) {
    case "v":
    case "d":
      return String(value);
    case "x":
      return value.toString(16);
    case "X":
      return value.toString(16).toUpperCase();
    case "b":
      return value.toString(2);
    case "o":
      return value.toString(8);
    case "c":
      return runeBytes(Number(value));
    case "q": {
      const text = quoted(runeBytes(Number(value)));
      return text === undefined || /["'\\]/.test(text.slice(1, -1)) ? undefined : `'${text.slice(1, -1)}'`;
    }
    default:
      return undefined;
  }
}

const hex = (text: string): string =>
  Array.from(text, (unit) => unit.charCodeAt(0).toString(16).padStart(2, "0")).join("");

function all(parts: readonly (string | undefined)[]): readonly string[] | undefined {
  return parts.every((part) => part !== undefined) ? (parts as string[]) : undefined;
}

function listText(m: Machine, type: RunType, value: Value, style: Style, depth: number): string | undefined {
  const cells = value instanceof Slice || value === null ? listOf(value) : (value as Box).cells;
  const element = type.element!;
  if ("sqxX".includes(style.verb) && under(element).bits === 8) {
    const text = cells.map((cell) => String.fromCharCode(cell as number)).join("");
    if (style.verb === "q") return quoted(text);
    return style.verb === "s" ? text : style.verb === "x" ? hex(text) : undefined;
  }
  m.steps += cells.length;
  const parts = all(cells.map((cell) => valueText(m, element, cell, style, depth + 1)));
  return parts === undefined ? undefined : `[${parts.join(" ")}]`;
}

function structText(m: Machine, type: RunType, value: Box, style: Style, depth: number): string | undefined {
  const parts = all(
    type.fields!.map((field, at) => {
      // Methods of what an unexported field holds are not called; such values are left alone.
      const isHidden = !/^[A-Z]/.test(field.name);
      if (isHidden && m.textMethod?.(field.type, value.cells[at]!) !== undefined) return undefined;
      if (isHidden && under(field.type).kind === "interface" && value.cells[at] !== null) return undefined;
      const text = valueText(m, field.type, value.cells[at]!, style, depth + 1);
      return text === undefined || !style.plus ? text : `${field.name}:${text}`;
    }),
  );
  return parts === undefined ? undefined : `{${parts.join(" ")}}`;
}

/** Keys are printed in order (internal/fmtsort). */
function mapText(
  m: Machine,
  type: RunType,
  map: GoMap | null,
  style: Style,
  depth: number,
): string | undefined {
  const { kind } = under(type.key!);
  if (!["int", "string", "bool", "float"].includes(kind))
    return (map?.entries.size ?? 0) === 0 ? "map[]" : undefined;
  const sorted = [...(map?.entries.values() ?? [])].sort(([a], [b]) => (a! < b! ? -1 : 1));
  const parts = all(
    sorted.map(([key, value]) => {
      const left = valueText(m, type.key!, key, style, depth + 1);
      const right = valueText(m, type.element!, value, style, depth + 1);
      return left === undefined || right === undefined ? undefined : `${left}:${right}`;
    }),
  );
  return parts === undefined ? undefined : `map[${parts.join(" ")}]`;
}
