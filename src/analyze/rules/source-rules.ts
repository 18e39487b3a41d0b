import type { RuleDocumentation } from "../../source/rule-documentation.ts";

/** What the driver itself reports about a file, rather than about the program in it. */
export const SYNTAX_ERROR: RuleDocumentation = {
  id: "syntax-error",
  hazard: "does-not-build",
  severity: "error",
  cwe: [],
  help: "correct the syntax; `gofmt -e FILE` says what Go expects here",
  docs: {
    what: "Source that is not Go: the parser could not make sense of the place.",
    why: "The program does not build. The rest of the file is analysed as far as it goes, but nothing is proved about a function with a syntax error in it.",
    bad: "func main() {\n\tfor {\n}",
    good: "func main() {\n\tfor {\n\t}\n}",
  },
};

export const UNREADABLE_FILE: RuleDocumentation = {
  id: "unreadable-file",
  hazard: "does-not-build",
  severity: "error",
  cwe: [],
  help: "mend the file, or remove it",
  docs: {
    what: "A Go file of a folder that cannot be read: no permission, a symlink that leads nowhere or out of the input, a FIFO, text that is not UTF-8, or more bytes than a file may have.",
    why: "Nothing is known about it, so the program is not accepted. The other files are analysed, but nothing is proved that this file could change.",
    bad: "package main\n\n// caf\\xe9: one byte of Latin-1, which is not UTF-8",
    good: "package main\n\n// café",
  },
};

export const NOT_ANALYSED: RuleDocumentation = {
  id: "not-analysed",
  hazard: "compile-bomb",
  severity: "warning",
  cwe: ["CWE-400"],
  help: "split it, or embed the data: //go:embed table.bin; else look at it yourself and rely on fuel and time limits",
  docs: {
    what: "A file or function that is too large, or too slow to parse, so that nothing is known about it.",
    why: "The limits are far above what people write. Such a file is generated data, or meant to keep the analysis busy.",
    bad: "var table = [...]int{ /* many million numbers */ }",
    good: "//go:embed table.bin\nvar table []byte",
  },
};

export const BAD_SUPPRESSION: RuleDocumentation = {
  id: "bad-suppression",
  hazard: "bad-suppression",
  severity: "warning",
  cwe: [],
  help: "write //sandglass:ignore RULE REASON; `sandglass explain` lists the rules",
  docs: {
    what: "A `//sandglass:ignore` that names no rule that exists, or gives no reason.",
    why: "It silences nothing, whatever its author thought.",
    bad: "//sandglass:ignore endless-loop\nfor {\n}",
    good: "//sandglass:ignore endless-loop the watchdog ends the program\nfor {\n}",
  },
};

export const SOURCE_RULES: readonly RuleDocumentation[] = [
  SYNTAX_ERROR,
  UNREADABLE_FILE,
  NOT_ANALYSED,
  BAD_SUPPRESSION,
];
