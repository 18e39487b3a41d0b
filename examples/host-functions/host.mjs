/** Functions for guests. This module is loaded once by the program, for the signatures, and again in each guest's thread. */
export const hostFunctions = [
  {
    module: "greetings",
    name: "greet",
    params: ["i32", "i32", "i32", "i32", "i32"],
    results: ["i32"],
    capability: "greeting",
    call({ memory, Errno, fail }, name, nameBytes, buffer, bufferBytes, length) {
      const greeting = `Hello, ${memory.text(name, nameBytes)}!`;
      if (greeting.length > bufferBytes >>> 0) fail(Errno.EOVERFLOW);
      memory.writeU32(length, memory.writeText(buffer, bufferBytes, greeting));
      return Errno.SUCCESS;
    },
  },
];
