import { ToolError } from "../../src/errors.ts";

/** The ToolError that a call throws, as plain data; fails when it does not. */
export function failure(work: () => unknown): Pick<ToolError, "code" | "message" | "hint" | "place"> {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint, place: error.place };
  }
  throw new Error("expected a ToolError");
}
