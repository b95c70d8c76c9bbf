// Reads messages with postal-mime, which shares no code with Python; prints {file: what a mail program would show}.
//
//     node mail.mjs FILE…
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import PostalMime from "postal-mime";

const found = {};
for (const file of process.argv.slice(2)) {
  const mail = await PostalMime.parse(await readFile(file));
  found[file] = {
    headers: mail.headers.map(({ key, value }) => [key, value]),
    subject: mail.subject,
    from: mail.from ?? null,
    to: mail.to ?? [],
    cc: mail.cc ?? [],
    replyTo: mail.replyTo ?? [],
    messageId: mail.messageId,
    text: mail.text ?? "",
    html: mail.html ?? "",
    attachments: mail.attachments.map(({ filename, mimeType, disposition, contentId, content }) => ({
      filename,
      mimeType,
      disposition,
      contentId: contentId ?? null,
      sha256: createHash("sha256").update(new Uint8Array(content)).digest("hex"),
    })),
  };
}
process.stdout.write(JSON.stringify(found));
