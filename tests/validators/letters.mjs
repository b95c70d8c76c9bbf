// Opens the HTML of mails in Chromium as mail programs show it: on a desk and in a hand, by day and by night.
// Prints {file: [finding, …]}: what axe finds, contrast included, and what is wider than the window.
//
//     node letters.mjs CHROMIUM PICTURES FILE…
//
// PICTURES is a folder for a picture of each, or - for none.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const [executablePath, pictures, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS.split(" ") });
const found = {};
try {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1024, 390]) {
      const page = await browser.newPage({ viewport: { width, height: 700 }, colorScheme });
      for (const file of files) {
        const told = (finding) => (found[file] ??= []).push(`${width} px, ${colorScheme}: ${finding}`);
        found[file] ??= [];
        await page.goto(pathToFileURL(file).href);
        await page.evaluate(AXE);
        // A mail is no page of a site: it needs neither landmarks nor a heading of the first order.
        const rules = Object.fromEntries(["region", "landmark-one-main", "page-has-heading-one"].map((id) => [id, { enabled: false }]));
        const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), { rules });
        for (const { id, help, nodes } of violations) told(`${id}: ${help}: ${nodes[0].target.join(" ")}: ${nodes[0].failureSummary}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
        if (wide > 0) told(`wider than the window by ${wide} px`);
        if (pictures !== "-") await page.screenshot({ path: join(pictures, `${basename(file, ".html")}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));
