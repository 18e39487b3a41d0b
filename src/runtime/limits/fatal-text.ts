/** What Go's runtime said as it ended the program. */
export interface FatalTexts {
  /** The last fatal error is a deadlock; undefined when it is another or there is none. */
  readonly deadlock: "asleep" | "main-gone" | undefined;
  readonly outOfMemory: boolean;
  /** The last fatal error is about a goroutine's stack. */
  readonly stackOverflow: boolean;
}

/** Lines of GOROOT/src/runtime: proc.go checkdead, malloc.go and mem*.go, stack.go newstack; panic.go begins the others. */
const ASLEEP = /^fatal error: all goroutines are asleep - deadlock!/;
const MAIN_GONE = /^fatal error: no goroutines \(main called runtime\.Goexit\) - deadlock!/;
const OUT_OF_MEMORY =
  /^(fatal error: .*(out of memory|cannot allocate|cannot map pages|cannot reserve)|runtime: out of memory)/;
const STACK_OVERFLOW = /^(fatal error: stack overflow|runtime: goroutine stack exceeds)/;
const LAST_WORDS = /^(fatal error|panic|runtime): /;
/** Enough of a line to know it by. */
const LINE_BYTES = 160;
const NEWLINE = 10;

export interface FatalTextScanner {
  push(bytes: Uint8Array): void;
  texts(): FatalTexts;
}

/**
 * Looks for Go's last words in standard error as it passes; keeps no more than the beginning of a line. The guest can
 * print them itself, so they only choose between outcomes of a run that ended as Go ends it. Of memory any word counts,
 * as the counter of refused growths must agree; of the rest only the last.
 */
export function fatalTextScanner(): FatalTextScanner {
  let deadlock: FatalTexts["deadlock"];
  let outOfMemory = false;
  let stackOverflow = false;
  const decoder = new TextDecoder();
  const line = new Uint8Array(LINE_BYTES);
  let length = 0;
  const endLine = (): void => {
    const text = decoder.decode(line.subarray(0, length));
    length = 0;
    if (!LAST_WORDS.test(text)) return;
    deadlock = ASLEEP.test(text) ? "asleep" : MAIN_GONE.test(text) ? "main-gone" : undefined;
    outOfMemory ||= OUT_OF_MEMORY.test(text);
    stackOverflow = STACK_OVERFLOW.test(text);
  };
  return {
    push: (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const newline = bytes.indexOf(NEWLINE, at);
        const end = newline === -1 ? bytes.length : newline;
        const part = bytes.subarray(at, Math.min(end, at + LINE_BYTES - length));
        line.set(part, length);
        length += part.length;
        if (newline !== -1) endLine();
        at = end + 1;
      }
    },
    texts: () => {
      endLine();
      return { deadlock, outOfMemory, stackOverflow };
    },
  };
}
