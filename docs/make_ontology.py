"""The pages about the ontology, docs/ontology.en.html and docs/ontology.zh.html, made by pyLODE from ontology/kg.ttl.

    pip install '.[docs]' && python docs/make_ontology.py

pyLODE knows one language, so each page is made from a copy of the ontology with that language's texts alone. The pages
need no network, and the same ontology gives the same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

from pylode import OntPub
from pylode.rdf_elements import ONTDOC
from pylode.utils import section_html
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SDO, VANN
from rdflib.term import Node

HERE = Path(__file__).resolve().parent
KG = Namespace("https://kg.example.org/ontology#")
LANGUAGES = {"en": ("en", "English"), "zh": ("zh-Hans", "中文")}

# The rows of a class and of a property in their order, each with its head in English and in Chinese.
CLASS_ROWS = {
    DCTERMS.description: ("description", "说明"),
    RDFS.subClassOf: ("sub-class of", "上位类"),
    ONTDOC.superClassOf: ("super-class of", "下位类"),
    OWL.disjointWith: ("disjoint with", "与之互斥"),
    SKOS.closeMatch: ("close to", "近义"),
    ONTDOC.inDomainIncludesOf: ("has properties", "具有属性"),
    ONTDOC.inRangeIncludesOf: ("is value of", "作为值用于"),
}
PROPERTY_ROWS = {
    DCTERMS.description: ("description", "说明"),
    KG.inverseLabel: ("read backwards", "反向读法"),
    SDO.domainIncludes: ("domain", "定义域"),
    SDO.rangeIncludes: ("range", "值域"),
    RDFS.subPropertyOf: ("sub-property of", "上位属性"),
    ONTDOC.superPropertyOf: ("super-property of", "下位属性"),
    OWL.SymmetricProperty: ("symmetric", "对称"),
    KG.singleValued: ("single-valued", "单值"),
    SKOS.closeMatch: ("close to", "近义"),
    SKOS.relatedMatch: ("related to", "相关"),
}
ONTOLOGY_ROWS = {
    DCTERMS.title: ("title", "标题"),
    DCTERMS.description: ("description", "说明"),
    DCTERMS.license: ("license", "许可"),
    VANN.preferredNamespacePrefix: ("prefix", "前缀"),
    VANN.preferredNamespaceUri: ("namespace", "命名空间"),
}
YES = ("yes", "是")
# pyLODE's id of a section, its class of terms, its own fixed word for them, and ours.
SECTIONS = (
    ("classes", OWL.Class, CLASS_ROWS, "Classes", ("Classes", "类")),
    ("objectproperties", OWL.ObjectProperty, PROPERTY_ROWS, "Object Properties", ("Relations", "对象属性")),
    (
        "datatypeproperties",
        OWL.DatatypeProperty,
        PROPERTY_ROWS,
        "Datatype Properties",
        ("Texts and numbers", "数据属性"),
    ),
    (
        "annotationproperties",
        OWL.AnnotationProperty,
        PROPERTY_ROWS,
        "Annotation Properties",
        ("Annotations", "注释属性"),
    ),
)
WORDS = {
    **{fixed: ours for _, _, _, fixed, ours in SECTIONS},
    "Metadata": ("About", "概况"),
    "Namespaces": ("Namespaces", "命名空间"),
    "Legend": ("Legend", "图例"),
    "Table of Contents": ("Contents", "目录"),
}
TIPS = {
    "OWL/RDFS Class": ("class", "类"),
    "OWL Object Property": ("relation", "对象属性"),
    "OWL Datatype Property": ("text or number", "数据属性"),
    "OWL Annotation Property": ("annotation", "注释属性"),
}
MADE = ("Made from <code>ontology/kg.ttl</code> with pyLODE.", "由 pyLODE 从 <code>ontology/kg.ttl</code> 生成。")


def at(term: Node, order: list[str]) -> tuple[int, str]:
    """The place of a term: that of ours in the file, then the others by name."""
    return order.index(str(term)) if str(term) in order else len(order), str(term)


def in_one_language(ontology: Graph, language: str, order: list[str]) -> Graph:
    """A copy with the texts of one language, in a form pyLODE shows well; terms in the order of `order`, their IRIs.

    Domains and ranges become lists of what they include: pyLODE writes the parts of a union in no fixed order.
    """
    copy = Graph(bind_namespaces="none")
    for prefix, namespace in sorted(ontology.namespaces()):
        copy.bind(prefix, namespace)
    place = list(LANGUAGES).index(language)
    for subject, predicate, value in sorted(ontology, key=lambda triple: [at(term, order) for term in triple]):
        if isinstance(subject, BNode) or predicate == OWL.unionOf:
            continue
        if isinstance(value, Literal) and value.language not in (None, language):
            continue
        if predicate in (RDFS.domain, RDFS.range):
            includes = SDO.domainIncludes if predicate == RDFS.domain else SDO.rangeIncludes
            for part in parts(ontology, value):
                copy.add((subject, includes, part))
        elif predicate == KG.singleValued or value == OWL.SymmetricProperty:
            copy.add((subject, predicate if predicate != RDF.type else OWL.SymmetricProperty, Literal(YES[place])))
        elif not isinstance(value, BNode):
            copy.add((subject, predicate, value))
            if predicate == OWL.disjointWith:
                copy.add((value, predicate, subject))
    return copy


def parts(ontology: Graph, value: URIRef | BNode) -> list[URIRef]:
    """The classes or datatypes of a union, or the one that is meant."""
    union = ontology.value(value, OWL.unionOf)
    return list(Collection(ontology, union)) if union else [value]


class Page(OntPub):
    """pyLODE's page with our rows and words: it has no setting for them."""

    def __init__(self, ontology: Graph, place: int) -> None:
        super().__init__(ontology)
        self.place = place
        self.back_onts = Graph()  # so that terms of other vocabularies are shown as foaf:Agent, not as "Agent"
        self.fids = {str(s): s.removeprefix(KG) for s in ontology.subjects() if s.startswith(KG)}
        rows = {**CLASS_ROWS, **PROPERTY_ROWS, **ONTOLOGY_ROWS}
        self.props_labeled = {
            p: {"title": names[place], "description": "", "ont_title": ""} for p, names in rows.items()
        }

    def _make_main_sections(self) -> None:
        for name, kind, rows, _, words in SECTIONS:
            self.content.appendChild(
                section_html(
                    words[self.place], self.ont, self.back_onts, self.ns, kind, [DCTERMS.title, *rows],
                    self.toc, name, self.fids, self.props_labeled,
                )
            )  # fmt: skip


def page(ontology: Graph, language: str, order: list[str]) -> str:
    """The HTML of the page in `en` or `zh`."""
    place = list(LANGUAGES).index(language)
    html = Page(in_one_language(ontology, language, order), place).make_html()
    # Out: the style sheet, icons and data about the page, the banner with its version, links from the heads of rows.
    html = re.sub(r"<style>.*?</style>|<link [^>]*>|<script .*?</script>", "", html, flags=re.S)
    html = re.sub(r'<div id="pylode">.*?</div>', "", html, flags=re.S)
    html = re.sub(r'<a class="hover_property"[^>]*>(.*?)</a>', lambda m: m[1].capitalize(), html, flags=re.S)
    for fixed, ours in WORDS.items():
        html = re.sub(rf">{fixed}</(h2|h3|a|td)>", rf">{ours[place]}</\1>", html)
    for fixed, ours in TIPS.items():
        html = html.replace(f'title="{fixed}"', f'title="{ours[place]}"')
    other = next(code for code in LANGUAGES if code != language)
    switch = (
        f'<p id="languages"><a href="ontology.{other}.html" lang="{LANGUAGES[other][0]}">{LANGUAGES[other][1]}</a></p>'
    )
    style = (HERE / "ontology.css").read_text(encoding="utf-8")
    head = f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>\n{style}</style>\n</head>'
    html = html.replace("<html>", f'<html lang="{LANGUAGES[language][0]}">', 1).replace("</head>", head, 1)
    html = html.replace('<div id="content">', f'<div id="content">\n{switch}', 1)
    html = html.replace('<div id="toc">', f'<p id="made">{MADE[place]}</p>\n<div id="toc">', 1)
    html = "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"
    # pyLODE's line breaks between the words of a list would be seen as spaces before commas.
    return re.sub(r"\n(</(?:a|sup|span|li)>)|\n(<sup)|(?<=</li>)\n(<li>)", lambda m: m[1] or m[2] or m[3], html)


def pages() -> dict[str, str]:
    """The HTML of each page by the name of its file."""
    text = (HERE.parent / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    order = [KG + name for name in re.findall(r"^kg:(\w+) a ", text, flags=re.M)]
    ontology = Graph(bind_namespaces="none").parse(data=text, format="turtle")
    return {f"ontology.{language}.html": page(ontology, language, order) for language in LANGUAGES}


if __name__ == "__main__":
    for name, html in pages().items():
        (HERE / name).write_text(html, encoding="utf-8", newline="\n")
        print(HERE / name)
