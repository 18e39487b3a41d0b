import { ToolError } from "../../src/errors.ts";

type Failure = Pick<ToolError, "code" | "message" | "hint" | "place">;

/** The ToolError that a promise rejects with, as plain data; fails when it does not. */
export async function failure(work: Promise<unknown> | (() => unknown)): Promise<Failure> {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint, place: error.place };
  }
  throw new Error("expected a ToolError");
}
