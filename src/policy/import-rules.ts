import { ToolError } from "../errors.ts";
import type { ImportRule } from "./policy.ts";
import { booleanOf, choiceOf, textsOf } from "./read-value.ts";
import type { TomlTable, TomlValue } from "./toml.ts";
import type { ValueSource } from "./units.ts";
import { SOCKET_FUNCTIONS, UNDENIABLE, WASI_FUNCTIONS, WASI_GROUPS } from "./wasi-names.ts";

const RULE_WORDS = ["allow", "deny", "stub", "deterministic"] as const;
const DETERMINISTIC: readonly string[] = ["clock_time_get", "random_get"];
const PATH_KEYS: readonly string[] = ["paths", "mode"];
const GROUPED: ReadonlyMap<string, string> = new Map(
  Object.entries(WASI_GROUPS).flatMap(([group, names]) => names.map((name) => [name, group] as const)),
);

/** Every name that may stand in [imports.wasi_snapshot_preview1]. */
export const IMPORT_KEYS: readonly string[] = [...Object.keys(WASI_GROUPS), ...WASI_FUNCTIONS];

/**
 * The rule that a value of [imports.wasi_snapshot_preview1] stands for: true and false, "allow", "deny", "stub" and
 * "deterministic" (also alone in a list), a list of values for args and env, a table with paths and mode for path_open.
 * Throws ToolError `policy/bad-rule` for what an import cannot be, `policy/bad-type`, `policy/bad-choice`.
 */
export function importRule(name: string, value: TomlValue, source: ValueSource): ImportRule {
  const rule = ruleOf(name, value, source);
  const problem = problemOf(name, rule);
  if (problem === undefined) return rule;
  throw badRule(source, problem[0], problem[1]);
}

function ruleOf(name: string, value: TomlValue, source: ValueSource): ImportRule {
  if (value.type === "string") return { rule: choiceOf(value, RULE_WORDS, source) };
  if (value.type === "array") return listRule(name, textsOf(value, source), source);
  if (value.type === "table") return pathRule(name, value, source);
  return { rule: booleanOf(value, source) ? "allow" : "deny" };
}

function listRule(name: string, values: readonly string[], source: ValueSource): ImportRule {
  const word = values.length === 1 ? RULE_WORDS.find((one) => one === values[0]) : undefined;
  if (word !== undefined) return { rule: word };
  if (Object.hasOwn(WASI_GROUPS, name)) return { rule: "values", values };
  throw badRule(source, "only args and env take a list of values", "write true or false");
}

function pathRule(name: string, table: TomlTable, source: ValueSource): ImportRule {
  if (name !== "path_open") throw badRule(source, "only path_open takes a table", "write true or false");
  for (const [key, { place }] of table.entries) {
    if (PATH_KEYS.includes(key)) continue;
    throw new ToolError("policy/unknown-key", `unknown key '${key}' of ${source.label}`, {
      hint: "it takes paths and mode",
      place,
    });
  }
  const [paths, mode] = PATH_KEYS.map((key) => table.entries.get(key)?.value);
  if (paths === undefined) throw badRule(source, "it lacks paths", 'write { paths = ["/tmp"], mode = "ro" }');
  const list = textsOf(paths, { label: `${source.label}.paths`, place: paths.place });
  const bad = list.find((path) => !path.startsWith("/") || path.split("/").includes(".."));
  if (bad !== undefined) {
    throw badRule(
      { ...source, place: paths.place },
      `the guest path '${bad}' is not absolute`,
      "begin it with /",
    );
  }
  const modeSource = { label: `${source.label}.mode`, ...(mode === undefined ? {} : { place: mode.place }) };
  return {
    rule: "paths",
    paths: list,
    mode: mode === undefined ? "ro" : choiceOf(mode, ["ro", "rw"], modeSource),
  };
}

/** What is wrong with a rule for this import, and the remedy. */
function problemOf(name: string, { rule }: ImportRule): readonly [problem: string, hint: string] | undefined {
  if (rule === "allow") {
    return SOCKET_FUNCTIONS.includes(name)
      ? ["there is no network behind it, so it cannot be allowed", "leave it out"]
      : undefined;
  }
  if (UNDENIABLE.includes(name))
    return ["no program works without it, so it cannot be restricted", "write true, or leave it out"];
  const group = GROUPED.get(name);
  if (group !== undefined)
    return [`it is restricted together with its twin, as ${group}`, `set ${group} instead`];
  if (rule === "deterministic" && !DETERMINISTIC.includes(name)) {
    return [`only ${DETERMINISTIC.join(" and ")} can be deterministic`, 'write true, false or "stub"'];
  }
  if (rule === "stub" && Object.hasOwn(WASI_GROUPS, name)) {
    return ["a Go program does not start when it fails", "write false for an empty list"];
  }
  return undefined;
}

function badRule({ label, place }: ValueSource, problem: string, hint: string): ToolError {
  return new ToolError("policy/bad-rule", `${label}: ${problem}`, {
    hint,
    ...(place === undefined ? {} : { place }),
  });
}
