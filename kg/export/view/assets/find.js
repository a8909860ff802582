// The search, as kg/graph/search.py does it: names first, then words in any order, then pinyin.
// Fewer letters than these stand inside too many spellings to say anything.
const LEAST_INITIALS_INSIDE = 2, LEAST_PINYIN_INSIDE = 4;

/** Letters, digits and ideographs only, in lower case: the form in which names are compared. */
const squeezed = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

// Traditional characters of those simplified ones that the names have.
const simple = new Map([...data.traditional[0]].map((from, at) => [from, [...data.traditional[1]][at]]));
const folded = (text) => [...squeezed(text)].map((letter) => simple.get(letter) ?? letter).join("");

for (const node of nodes) node.sought = [node.name, ...node.names].map((name) => ({ name, letters: folded(name) }));

/** How well a node's name answers (0 best) and that name, which is null where its sound does; undefined if nothing does. */
function match(node, wanted, words, sounds) {
  let best;
  const note = (rank, letters, name) => {
    if (!best || rank < best.rank || (rank === best.rank && letters.length < best.length)) best = { rank, length: letters.length, name };
  };
  node.sought.forEach(({ name, letters }, at) => {
    const place = letters.indexOf(wanted);
    if (place === 0) note(letters.length > wanted.length ? 2 : at === 0 ? 0 : 1, letters, name);
    else if (place > 0) note(3, letters, name);
    else if (words.length > 1 && words.every((word) => letters.includes(word))) note(4, letters, name);
  });
  if (best || !sounds) return best;
  const ways = [[5, 6, (s) => s === wanted], [7, 8, (s) => s.startsWith(wanted)], [9, 10, (s) => s.includes(wanted)]];
  for (const [initials, pinyin, fits] of ways) {
    if ((initials < 9 || wanted.length >= LEAST_INITIALS_INSIDE) && node.initials.some(fits)) note(initials, node.sought[0].letters, null);
    if ((pinyin < 10 || wanted.length >= LEAST_PINYIN_INSIDE) && node.pinyin.some(fits)) note(pinyin, node.sought[0].letters, null);
  }
  return best;
}

/** Entities that a text finds, the best first, each with the name that did it where that is not its first. */
function findings(text, most = Infinity) {
  const wanted = folded(text).replaceAll("ü", "v"), words = text.split(/\s+/).map(folded).filter(Boolean);
  if (!wanted) return [];
  const sounds = /^[\x00-\x7f]*$/.test(wanted) && !/^\d+$/.test(wanted);
  const found = ranked.map((node) => ({ node, how: match(node, wanted, words, sounds) })).filter(({ how }) => how);
  found.sort((a, b) => a.how.rank - b.how.rank || a.how.length - b.how.length);
  return found.slice(0, most).map(({ node, how }) => ({ node, by: how.name === node.name ? "" : how.name ?? "" }));
}

const find = (text) => findings(text).map(({ node }) => node);
