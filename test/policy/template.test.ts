import { describe, expect, test } from "vitest";
import { policyMarkdown } from "../../src/policy/markdown.ts";
import { parsePolicy } from "../../src/policy/parse.ts";
import { presetPolicy } from "../../src/policy/presets.ts";
import { SCHEMA, SECTIONS } from "../../src/policy/schema.ts";
import { policyTemplate } from "../../src/policy/template.ts";
import { WASI_FUNCTIONS } from "../../src/policy/wasi-names.ts";

const HELLO = [
  ...["args_get", "args_sizes_get", "clock_time_get", "environ_get", "environ_sizes_get", "fd_close"],
  ...["fd_fdstat_get", "fd_fdstat_set_flags", "fd_prestat_dir_name", "fd_prestat_get", "fd_write"],
  ...["poll_oneoff", "proc_exit", "random_get", "sched_yield"],
];

describe("the file that init writes", () => {
  test("parses to the default policy", () => {
    const { limits, schedule, capabilities, otherImports, rules, modules } = parsePolicy(
      policyTemplate(),
      "s.toml",
      "default",
    );
    const preset = presetPolicy("default");
    expect({ limits, schedule, capabilities, otherImports }).toEqual({
      limits: preset.limits,
      schedule: preset.schedule,
      capabilities: preset.capabilities,
      otherImports: "allow",
    });
    expect([rules.size, modules]).toEqual([0, []]);
  });

  test("is the least policy of a module: its imports and nothing else", () => {
    const text = policyTemplate([...HELLO, "path_open"]);
    const policy = parsePolicy(text, "s.toml", "default");
    expect(policy.otherImports).toBe("deny");
    expect(policy.imports.get("path_open")).toEqual({ rule: "allow" });
    expect(policy.imports.has("path_rename")).toBe(false);
    expect(text).toContain(
      '[imports.wasi_snapshot_preview1]\nargs = ["allow"]\nenv = ["allow"]\nclock_time_get = true\n',
    );
  });

  test("says of sockets and strangers that they are refused, and still parses", () => {
    const text = policyTemplate(["sock_accept", 'x"\ny', ...WASI_FUNCTIONS]);
    expect(text).toContain("# sock_accept: refused");
    expect(text).toContain('# "x\\"\\ny": no function');
    expect(parsePolicy(text, "s.toml", "default").imports.get("fd_readdir")).toEqual({ rule: "allow" });
  });

  test("every commented example parses where it stands", () => {
    for (const { name, keys } of SECTIONS) {
      for (const { key, default: value, example } of keys) {
        const own = key.slice(name.length + 1);
        const shown = own === "*" ? (name === "rules" ? "endless-loop" : "fd_readdir") : own;
        for (const one of [value, example].filter((text) => text !== undefined)) {
          const policy = parsePolicy(`[${name}]\n${shown} = ${one}\n`, "s.toml", "default");
          expect(policy.origins.has(`${name}.${shown}`)).toBe(true);
        }
      }
    }
  });
});

describe("the page of the policy", () => {
  test("has every key, its type and meaning", () => {
    const page = policyMarkdown();
    for (const { key, docs } of SCHEMA) {
      expect(page).toContain(`| \`${key.slice(key.lastIndexOf(".") + 1)}\` |`);
      expect(page).toContain(docs.replaceAll("|", "\\|"));
    }
    for (const { name } of SECTIONS) expect(page).toContain(`## [${name}]`);
  });

  test("every key is in a section", () => {
    expect(SECTIONS.flatMap(({ keys }) => keys)).toHaveLength(SCHEMA.length);
  });
});
