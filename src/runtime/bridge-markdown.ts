import { type Capability, capabilities } from "./capabilities.ts";
import { wasiSignatures } from "./wasi/signatures.ts";

/** docs/bridge.md: each import of preview 1, what in Go calls it and what grants it; the table that refusals are worded from. */
export function bridgeMarkdown(): string {
  const rows = [...capabilities.values()]
    .sort((a, b) => (a.import < b.import ? -1 : 1))
    .map((one) =>
      row(`\`${one.import}${signatureOf(one)}\``, one.goApi, whenDenied(one), flagText(one), keyText(one)),
    );
  return `# The bridge: from Go's standard library to the host

Go's linker keeps an import only when the program can reach a call behind it, so the imports of a module say what it can
ask for. Each goes through the policy before anything is instantiated. What a refusal says comes from this table.

${row("import of wasi_snapshot_preview1", "Go calls behind it", "when denied", "flag that makes it useful", "policy key")}
${row("---", "---", "---", "---", "---")}
${rows.join("\n")}

- **refused**: the module is not started; the message names symbol, Go call and the line of the policy. With \`"stub"\`
  it is started, the call answers ENOTCAPABLE and is counted.
- **empty**: every Go program imports it and does not start without an answer, so it answers with an empty list.
- **never**: no program ends or waits without it.
- **sockets**: refused under any policy file and the presets playground and go-minimal. Linked in the preset default, where
  no socket ever exists: ENOTSOCK, or EBADF for a directory and a descriptor that is not open.

Types are those of WebAssembly; every call but proc_exit returns an errno. Policy keys stand under
\`[imports.wasi_snapshot_preview1]\`, see [policy.md](policy.md). Imports of other modules are refused, but for the
[functions of your own](host-functions.md).
`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function signatureOf(one: Capability): string {
  return `(${wasiSignatures.get(one.import)!.params.join(", ")})`;
}

function whenDenied({ kind }: Capability): string {
  if (kind === "always") return "never";
  if (kind === "socket") return "sockets";
  return kind === "emptied" ? "empty" : "refused";
}

function flagText({ flag }: Capability): string {
  return flag === undefined ? "" : `\`${flag}\``;
}

function keyText({ kind, policyKey }: Capability): string {
  return kind === "always" || kind === "socket" ? "" : `\`${policyKey}\``;
}
