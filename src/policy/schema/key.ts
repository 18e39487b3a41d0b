import type { Policy } from "../policy.ts";
import type { TomlValue } from "../toml.ts";
import type { ValueSource } from "../units.ts";

/** One key of sandglass.toml: parser, docs and the file that `init` writes are all made from these. */
export interface SchemaKey {
  /** Dotted; a last part of `*` stands for any name. */
  readonly key: string;
  /** What may be written, in words. */
  readonly type: string;
  /** The default in TOML; undefined when there is no value that means "not set". */
  readonly default: string | undefined;
  /** A value to show where there is no default. */
  readonly example?: string;
  /** One or two sentences. */
  readonly docs: string;
  /**
   * The policy with this key set; `name` is what `*` stands for. Throws ToolError `policy/...` at the place of the value.
   */
  readonly apply: (policy: Policy, value: TomlValue, source: ValueSource, name: string) => Policy;
}
