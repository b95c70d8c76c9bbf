// Opens pages in Chromium and holds each against all rules of axe; prints {file: [finding, …]}.
//
//     node accessibility.mjs CHROMIUM FILE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

// What passes would be listed with all its elements, which takes as long as to look at them.
const ONLY_WHAT_IS_WRONG = { resultTypes: ["violations"] };

const [executablePath, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS.split(" ") });
const found = {};
try {
  // A page as wide as a desk's, and one as narrow as a hand's.
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    for (const file of files) {
      await page.goto(pathToFileURL(file).href);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate((only) => globalThis.axe.run(document, only), ONLY_WHAT_IS_WRONG);
      found[file] ??= [];
      for (const { id, help, nodes } of violations) {
        found[file].push(`${width} px: ${id}: ${help}: ${nodes.length} × ${nodes[0].target.join(" ")}: ${nodes[0].failureSummary}`);
      }
    }
    await page.close();
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));
