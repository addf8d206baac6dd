/** Terms of the search language, quoted so that the API's parser reads back exactly the key and the value. */

/** Keys that the parser reads as something other than a tag. Level and environment are missing: field and tag hold the same. */
const reservedKeys = new Set(
  (
    "is has assigned assignee env age type platform culprit title first_release last_release firstRelease lastRelease " +
    "times_seen timesSeen users first_seen firstSeen last_seen lastSeen timestamp " +
    "assigned_or_suggested bookmarked bookmarks error.handled error.mechanism error.message error.type error.unhandled error.value " +
    "event.id event.timestamp event.type exception.type exception.value http.url id issue issue.id location message platform.name release.build release.package release.version stack.abs_path stack.filename stack.function stack.module stack.package status"
  ).split(" "),
);

function quote(text: string): string {
  return `"${text.replace(/["\\*]/g, "\\$&")}"`;
}

/** *key* as a tag's name. */
export function quoteKey(key: string): string {
  return /^[A-Za-z0-9_.-]{1,200}$/.test(key) && !reservedKeys.has(key) ? key : quote(key);
}

/**
 * *value* with nothing in it meaning more than itself. Bare are only characters that no parser takes for white space or syntax,
 * and only where key and value together do not read like a URL, an address or a place in a file.
 */
export function quoteValue(value: string): string {
  return /^(?!\/\/)[A-Za-z0-9_.@/+-]+$/.test(value) ? value : quote(value);
}

/** A term that finds *value* of tag *key*. */
export function tagTerm(key: string, value: string): string {
  const looksLikePlace = /\.|^\d|^localhost$/i.test(key) && /^\d/.test(value);
  return `${quoteKey(key)}:${looksLikePlace ? quote(value) : quoteValue(value)}`;
}
