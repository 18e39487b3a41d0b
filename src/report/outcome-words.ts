import type { Outcome, OutcomeKind } from "../runtime/outcome.ts";

const WORDS: Readonly<Record<Exclude<OutcomeKind, "exited">, string>> = {
  trapped: "Trapped",
  "out-of-fuel": "Out of fuel",
  "out-of-memory": "Out of memory",
  "memory-rate": "Memory grew too fast",
  "timed-out": "Timed out",
  "output-limit": "Too much output",
  "call-depth": "Calls too deep",
  deadlocked: "Deadlocked",
  refused: "Refused",
  cancelled: "Cancelled",
};

/** How a run ended, in two or three words. */
export function outcomeTitle(outcome: Pick<Outcome, "outcome" | "exitCode">): string {
  return outcome.outcome === "exited" ? `Exited with ${outcome.exitCode}` : WORDS[outcome.outcome];
}

/** Whether it ended by itself, in order. */
export function endedWell(outcome: Pick<Outcome, "outcome" | "exitCode">): boolean {
  return outcome.outcome === "exited" && outcome.exitCode === 0;
}

/** The title with the message, without saying the same twice. */
export function outcomeSentence(outcome: Pick<Outcome, "outcome" | "exitCode" | "message">): string {
  const title = outcomeTitle(outcome);
  const { message } = outcome;
  if (message === `exited with code ${outcome.exitCode}`) return title;
  if (!message.toLowerCase().startsWith(title.toLowerCase())) return `${title}: ${message}`;
  return title + message.slice(title.length);
}

/** Whether an event is news: the events of what a program printed, and when, are for players and not for readers. */
export function isRemarkable(event: Outcome["events"][number]): boolean {
  return event.kind !== "output";
}
