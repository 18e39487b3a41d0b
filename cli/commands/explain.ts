import { ruleMarkdown } from "../../src/analyze/rules/documentation.ts";
import { ToolError } from "../../src/errors.ts";
import { didYouMean } from "../../src/policy/did-you-mean.ts";
import { outcomeExplanations, outcomeMarkdown } from "../../src/runtime/explain-outcome.ts";
import type { Command } from "../command.ts";
import { onlyWord } from "../inputs.ts";
import { COMMON } from "../options.ts";
import { allRules } from "../rules.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "Say what a rule or an outcome means, and what to do about it",
  usage: "sandglass explain [rule|outcome]",
  description:
    "Prints the text of the documentation for one rule or one outcome; without a word, the list of both.",
  options: COMMON.filter((option) => ["help", "color", "quiet"].includes(option.name)),
  examples: [
    { command: "sandglass explain endless-loop", means: "a rule, with a bad and a good program" },
    { command: "sandglass explain out-of-fuel", means: "why a run was stopped" },
  ],
  exitCodes: [
    ["0", "explained"],
    ["2", "no such rule or outcome"],
  ],
  run: async (invocation, io) => {
    const topic = onlyWord(explainCommand, invocation);
    await io.writeOut(topic === undefined ? list() : `${explanation(topic).trimEnd()}\n`);
    return 0;
  },
};

function explanation(topic: string): string {
  const rule = allRules().find((one) => one.id === topic);
  if (rule !== undefined) return ruleMarkdown(rule);
  const outcome = outcomeExplanations.find((one) => one.id === topic);
  if (outcome !== undefined) return outcomeMarkdown(outcome);
  const near = didYouMean(topic, [
    ...allRules().map((one) => one.id),
    ...outcomeExplanations.map((one) => one.id),
  ]);
  throw new ToolError("usage/unknown-topic", `no rule or outcome is called '${topic}'`, {
    hint: `${near === undefined ? "" : `did you mean ${near}? `}sandglass explain lists all`,
  });
}

function list(): string {
  const width = Math.max(
    ...allRules().map((one) => one.id.length),
    ...outcomeExplanations.map((one) => one.id.length),
  );
  const row = (id: string, text: string): string => `  ${id.padEnd(width)}  ${text}`;
  return [
    "Rules:",
    ...allRules().map((one) => row(one.id, one.docs.what)),
    "",
    "Outcomes:",
    ...outcomeExplanations.map((one) => row(one.id, one.what)),
    "",
  ].join("\n");
}
