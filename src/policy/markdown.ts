import { SECTIONS } from "./schema.ts";
import { WASI_FUNCTIONS } from "./wasi-names.ts";

const INTRODUCTION = `# Policy

A policy says what a guest may do and use up. It is made of a preset (\`--preset\`), then a file, then flags. The file is the
one that \`--config\` names, or \`SANDGLASS_CONFIG\` (an absolute path). A \`sandglass.toml\` that merely lies about is used by
\`check\` alone, which runs nothing: the nearest from the working directory upward, not beyond its repository or module.
Denials win over grants, wherever either comes from. An unknown key is an error that names the nearest known one.
\`sandglass init\` writes a file to start from; \`sandglass init app.wasm\` the least one that a module needs.

| preset | what it stands for |
|---|---|
| \`default\` | real clock and random bytes, a file system in memory with /tmp, nothing of the host, limits as below |
| \`playground\` | nothing real: fixed clock, seeded random bytes, empty environment, no network; fast growth of memory pauses the guest |
| \`go-minimal\` | only what a Go program that prints imports; a module that imports anything else is refused |

Amounts of bytes take B, KB, MB, GB (powers of 1000) and KiB, MiB, GiB (powers of 1024); counts take k, M, G, T, P;
durations us, ms, s, m, h. \`_\` may stand between digits.
`;

/** The text of docs/policy.md: every key with type, default and meaning, from the schema that the parser reads by. */
export function policyMarkdown(): string {
  const sections = SECTIONS.map(({ name, docs, keys }) => {
    const rows = keys.map(({ key, type, default: value, docs: text }) => {
      const shown = key.slice(name.length + 1);
      return `| \`${cell(shown)}\` | ${cell(type)} | ${value === undefined ? "" : `\`${cell(value)}\``} | ${cell(text)} |`;
    });
    return `## [${name}]\n\n${docs}\n\n| key | value | default | meaning |\n|---|---|---|---|\n${rows.join("\n")}\n`;
  });
  const functions = WASI_FUNCTIONS.map((name) => `\`${name}\``).join(", ");
  return `${INTRODUCTION}\n${sections.join("\n")}\n## Functions of WASI preview 1\n\n${functions}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
