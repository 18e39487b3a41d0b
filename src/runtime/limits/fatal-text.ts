/** What Go's runtime printed before it ended the program with exit code 2. */
export interface FatalTexts {
  readonly deadlock: boolean;
  readonly outOfMemory: boolean;
  readonly stackOverflow: boolean;
}

/** Lines of GOROOT/src/runtime: proc.go checkdead, malloc.go and mem*.go, stack.go newstack. */
const DEADLOCK = /^fatal error: all goroutines are asleep - deadlock!/;
const OUT_OF_MEMORY =
  /^(fatal error: .*(out of memory|cannot allocate|cannot map pages|cannot reserve)|runtime: out of memory)/;
const STACK_OVERFLOW = /^(fatal error: stack overflow|runtime: goroutine stack exceeds)/;
/** Enough of a line to know it by. */
const LINE_BYTES = 160;
const NEWLINE = 10;

export interface FatalTextScanner {
  push(bytes: Uint8Array): void;
  texts(): FatalTexts;
}

/** Looks for Go's last words in standard error as it passes; keeps no more than the beginning of a line. */
export function fatalTextScanner(): FatalTextScanner {
  const found = { deadlock: false, outOfMemory: false, stackOverflow: false };
  const decoder = new TextDecoder();
  const line = new Uint8Array(LINE_BYTES);
  let length = 0;
  const endLine = (): void => {
    const text = decoder.decode(line.subarray(0, length));
    found.deadlock ||= DEADLOCK.test(text);
    found.outOfMemory ||= OUT_OF_MEMORY.test(text);
    found.stackOverflow ||= STACK_OVERFLOW.test(text);
    length = 0;
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
      return { ...found };
    },
  };
}
