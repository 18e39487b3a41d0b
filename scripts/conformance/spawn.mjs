import { spawn } from "node:child_process";

/** Two cores are the reference machine. */
const JOBS = 2;

/** Runs to the end or for at most so long; everything it printed, and its exit status ("timeout", or a signal's name). */
export function output(command, commandArguments, { cwd, environment, timeoutMs }) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const parts = [];
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.stdout.on("data", (bytes) => parts.push(bytes));
    child.stderr.on("data", (bytes) => parts.push(bytes));
    child.on("error", (error) => parts.push(Buffer.from(String(error))));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ status: isLate ? "timeout" : (code ?? signal), text: Buffer.concat(parts).toString("utf8") });
    });
  });
}

/** Does all the work, two pieces at a time; results in the order of the pieces. */
export async function inParallel(pieces, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < pieces.length) {
      const index = next++;
      results[index] = await work(pieces[index]);
    }
  };
  await Promise.all(Array.from({ length: JOBS }, worker));
  return results;
}
