import { ToolError } from "../src/errors.ts";
import { didYouMean } from "../src/policy/did-you-mean.ts";
import type { Command, Invocation, Option } from "./command.ts";

/**
 * Reads the words after the command's name against its table.
 * Throws ToolError `usage/...` for an unknown option (with the nearest known one), a missing or a wrong value.
 * `--name=value` and `--name value` both work, `--` ends our options.
 */
export function parseWords(command: Command, words: readonly string[]): Invocation {
  const reader = new WordReader(command, words);
  return reader.read();
}

class WordReader {
  readonly #command: Command;
  readonly #words: readonly string[];
  #at = 0;
  readonly #positionals: string[] = [];
  #guestArguments: readonly string[] = [];
  readonly #switches = new Set<string>();
  readonly #values = new Map<string, string[]>();

  constructor(command: Command, words: readonly string[]) {
    this.#command = command;
    this.#words = words;
  }

  read(): Invocation {
    while (this.#at < this.#words.length) {
      const word = this.#words[this.#at] ?? "";
      if (this.#startsGuestArguments(word)) break;
      this.#at += 1;
      if (word.startsWith("-") && word !== "-") this.#option(word);
      else this.#positional(word);
    }
    return {
      positionals: this.#positionals,
      guestArguments: this.#guestArguments,
      switches: this.#switches,
      values: this.#values,
    };
  }

  /** After the input, a word that is not one of our long options and all that follow it are the guest's. */
  #startsGuestArguments(word: string): boolean {
    if (word === "--") {
      const rest = this.#words.slice(this.#at + 1);
      if (this.#command.passesArguments === true) this.#guestArguments = rest;
      else for (const one of rest) this.#positional(one);
      return true;
    }
    if (this.#command.passesArguments !== true || this.#positionals.length === 0 || word.startsWith("--"))
      return false;
    // With --each they are more inputs, until --.
    if (this.#switches.has("each")) return false;
    if (word.startsWith("-") && this.#find(word) !== undefined) return false;
    this.#guestArguments = this.#words.slice(this.#at);
    return true;
  }

  /** An unset variable of a shell script would otherwise mean the current folder. */
  #positional(word: string): void {
    if (word === "")
      throw new ToolError("usage/empty-word", `sandglass ${this.#command.name} was given an empty name`, {
        hint: "the current folder is .",
      });
    this.#positionals.push(word);
  }

  #option(word: string): void {
    const equals = word.indexOf("=");
    const flag = equals < 0 ? word : word.slice(0, equals);
    const option = this.#find(flag) ?? this.#unknown(flag);
    if (option.value === undefined) {
      if (equals >= 0) throw new ToolError("usage/no-value", `${flag} takes no value`);
      this.#switches.add(option.name);
      return;
    }
    const value = equals < 0 ? this.#words[this.#at++] : word.slice(equals + 1);
    if (value === undefined || value === "")
      throw new ToolError("usage/missing-value", `${flag} needs a value: ${flag} ${option.value}`);
    this.#check(option, value);
    this.#values.set(option.name, [...(this.#values.get(option.name) ?? []), value]);
  }

  #check(option: Option, value: string): void {
    if (option.isNamedFile === true && value === "-")
      throw new ToolError("usage/no-standard-output", `--${option.name} cannot be standard output`, {
        hint: "name a file: something else is written to standard output",
      });
    if (option.choices === undefined || option.choices.includes(value)) return;
    throw new ToolError("usage/bad-choice", `--${option.name} cannot be '${value}'`, {
      hint: `${suggestion(value, option.choices)}it is one of ${option.choices.join(", ")}`,
    });
  }

  #find(flag: string): Option | undefined {
    return this.#command.options.find(
      (one) => flag === `--${one.name}` || (one.short !== undefined && flag === `-${one.short}`),
    );
  }

  #unknown(flag: string): never {
    const known = this.#command.options.map((one) => `--${one.name}`);
    const forGuest = this.#command.passesArguments === true ? "; words for the guest go after --" : "";
    throw new ToolError("usage/unknown-option", `unknown option ${flag} of sandglass ${this.#command.name}`, {
      hint: `${suggestion(flag, known)}see sandglass ${this.#command.name} --help${forGuest}`,
    });
  }
}

function suggestion(word: string, known: readonly string[]): string {
  const near = didYouMean(word, known);
  return near === undefined ? "" : `did you mean ${near}? `;
}
