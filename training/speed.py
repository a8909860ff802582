"""Speed on one core beside jieba.posseg, load time and memory: `python -m training.speed [FILE…]` (written corpus)."""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from kg.model import Article, Block
from kg.nlp.lexicon import load_lexicon
from kg.nlp.names import load_name_tagger, tag_all
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import load_tagger, tag
from kg.nlp.tokens import load_tokenizer, tokenize
from kg.resources import lexicon_dir
from training.data import corpus

ROUNDS = 7
LETTERS = 3000
"""Characters of an article, about as many as a news article has; the corpus' items are joined up to it."""


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _articles(texts: list[str]) -> list[Article]:
    joined, current = [], ""
    for text in texts:
        current += ("\n" if current else "") + text
        if len(current) >= LETTERS:
            joined.append(current)
            current = ""
    articles = []
    for text in joined[:12] or [current]:
        blocks, at = [], 0
        for line in text.split("\n"):
            blocks.append(Block("paragraph", at, at + len(line)))
            at += len(line) + 1
        articles.append(Article(id="", text=text, blocks=tuple(blocks)))
    return articles


def main() -> None:
    """Print characters a second, the best of several rounds taken turn by turn."""
    paths = [Path(name) for name in sys.argv[1:]]
    articles = _articles([item.text for item in corpus(paths or None)])
    lexicon = load_lexicon(lexicon_dir())
    before = _memory()
    began = time.perf_counter()
    tagger = load_tagger()
    between = time.perf_counter()
    names = load_name_tagger(lexicon)
    tagger_seconds, seconds = between - began, time.perf_counter() - between
    memory = _memory() - before
    tokenizer = load_tokenizer()
    sentences = [split_sentences(article) for article in articles]
    tokens = [tokenize(tokenizer, a.text, s) for a, s in zip(articles, sentences, strict=True)]
    _timed(lambda: tag_all(names, tagger, articles[0].text, sentences[0], tokens[0]))
    most = _memory() - before
    print(f"load: {tagger_seconds:.2f} s the net, {seconds:.2f} s the names")
    print(f"memory: {memory:.0f} MB for both; {most:.0f} MB with jieba's words and an article tagged")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.posseg
    list(jieba.posseg.cut(articles[0].text))
    runs: dict[str, Callable[[], object]] = {
        "jieba.posseg": lambda: [list(jieba.posseg.cut(a.text)) for a in articles],
        "segmentation": lambda: [tokenize(tokenizer, a.text, s) for a, s in zip(articles, sentences, strict=True)],
        "tags": lambda: [tag(tagger, a.text, s) for a, s in zip(articles, sentences, strict=True)],
        "tags and names": lambda: [
            tag_all(names, tagger, a.text, s, t) for a, s, t in zip(articles, sentences, tokens, strict=True)
        ],
    }
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            best[name] = min(best[name], _timed(run))
    letters = sum(len(a.text) for a in articles)
    for name, value in best.items():
        print(f"{name:16} {letters / value:9.0f} characters/s  {best['jieba.posseg'] / value:.2f} × jieba.posseg")


if __name__ == "__main__":
    main()
