// Runs a module: node tests/wasm/run.mjs --domain|--product|--names MODULE.wasm. Prints the lines that every machine prints, for
// a product's module its sizes too; or the names of its functions. Fails where the module imports anything.
import { readFileSync } from "node:fs";

const decoder = new TextDecoder("latin1");

function compile(file) {
  const module = new WebAssembly.Module(readFileSync(file));
  const imports = WebAssembly.Module.imports(module);
  if (imports.length > 0) {
    throw new Error(`${file} imports ${imports.map(({ module, name }) => `${module}.${name}`).join(", ")}`);
  }
  return module;
}

// A length as WebAssembly writes it: seven bits a byte, the lowest first.
function length(bytes, at) {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    shift += 7;
    if (byte < 128) return [value, at];
  }
}

// What a product ships: the module without its names and remarks, which are in custom sections, of number 0.
function shipped(file) {
  const bytes = readFileSync(file);
  let size = 8;
  for (let at = 8; at < bytes.length; ) {
    const [content, start] = length(bytes, at + 1);
    if (bytes[at] !== 0) size += start - at + content;
    at = start + content;
  }
  return size;
}

const [what, file] = process.argv.slice(2);
const module = compile(file);
if (what === "--names") {
  const names = WebAssembly.Module.customSections(module, "name");
  const text = names.map((section) => decoder.decode(section)).join("\n");
  console.log(text.replace(/[^\x20-\x7e]+/g, "\n"));
} else if (what === "--domain") {
  const { memory, everything } = new WebAssembly.Instance(module).exports;
  const room = 65536;
  // A page of its own, which the module does not know of before it is given to it.
  const place = memory.grow(1) * room;
  const used = everything(place, room);
  if (used === 0) throw new Error("a policy was refused");
  process.stdout.write(decoder.decode(new Uint8Array(memory.buffer, place, used)));
} else if (what === "--product") {
  const { memory, input, work } = new WebAssembly.Instance(module).exports;
  const answer = BigInt.asUintN(64, work(input()));
  console.log(`answer: ${answer.toString(16).padStart(16, "0")}`);
  console.log(`wasm_module ${shipped(file)}`);
  console.log(`wasm_memory ${memory.buffer.byteLength}`);
} else {
  throw new Error(`there is no option ${what}`);
}
