// Looks at a thread as somebody who is logged in, with Bluesky's own client, and tells what it shows
// of each reply. Takes {"service", "identifier", "password", "uri"} as JSON on its standard input.
import { readFileSync } from "node:fs";
import { AtpAgent, RichText } from "@atproto/api";

const told = JSON.parse(readFileSync(0, "utf8"));
const agent = new AtpAgent({ service: told.service });
await agent.login({ identifier: told.identifier, password: told.password });
const { data } = await agent.getPostThread({ uri: told.uri });

function parts(record) {
  // How its own apps cut a text into words, names, links and tags.
  return [...new RichText({ text: record.text, facets: record.facets }).segments()].map((each) => ({
    text: each.text,
    did: each.mention?.did,
    link: each.link?.uri,
    tag: each.tag?.tag,
  }));
}

const replies = (data.thread.replies ?? []).map(({ post }) => ({
  uri: post.uri,
  handle: post.author.handle,
  parts: parts(post.record),
  pictures: (post.embed?.images ?? []).map((each) => each.alt),
}));
process.stdout.write(JSON.stringify(replies));
