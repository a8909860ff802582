"""A graph that breaks no shape, and for each shape ways to break it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple, parse

from kg.graph.namespaces import Namespaces
from kg.graph.schema import NOT_ENTITIES
from kg.rdf.ontology import read_schema
from kg.rdf.terms import prefixes

NS = Namespaces()
SCHEMA = read_schema()

# One thing of each kind, one fact of each kind, and their evidence: nothing here breaks a shape.
SOUND = """
ent:company a kg:Company, kg:Organization, kg:Agent ; skos:prefLabel "甲"@zh ; skos:altLabel "乙"@zh .
ent:person a kg:Person, kg:Agent ; skos:prefLabel "丙" .
ent:event a kg:Event ; skos:prefLabel "丁" ; kg:heldAt ent:venue ; kg:startDate "2031-05"^^xsd:gYearMonth .
ent:series a kg:EventSeries ; skos:prefLabel "戊" ; skos:exactMatch <https://data.example/1> .
ent:venue a kg:Venue, kg:Place ; skos:prefLabel "己" .
ent:area a kg:AdministrativeArea, kg:Place ; skos:prefLabel "庚" .
ent:work a kg:Work ; skos:prefLabel "辛" .
ent:product a kg:Product ; skos:prefLabel "壬" .
doc:a a kg:Article ; dcterms:title "题" ; dcterms:date "2031-05-06"^^xsd:date ; dcterms:source "a.txt" ;
    dcterms:subject "会展" ; kg:outlet "报" ; kg:url "https://news.example/"^^xsd:anyURI .
fact:f a kg:Fact ; rdf:subject ent:event ; rdf:predicate kg:heldAt ; rdf:object ent:venue ; kg:support 2 ;
    kg:firstReported "2031-05-06"^^xsd:date ; kg:lastReported "2031-05-07"^^xsd:date ; kg:status "asserted" .
fact:p a kg:Position ; rdfs:label "x" ; kg:holder ent:person ; kg:organization ent:company ; kg:title "x" .
fact:o a kg:Observation ; rdfs:label "x" ; kg:about ent:event ; kg:measure "x" ; kg:value 3.5 ; kg:unit "x" ;
    kg:comparator "about" ; kg:change "none" ; kg:period "2031"^^xsd:gYear ; kg:support 1 ; kg:status "reported" .
fact:q a kg:Quotation ; rdfs:label "x" ; kg:speaker ent:person ; kg:text "x" ; kg:mode "direct" .
fact:c a kg:Conflict ; rdfs:label "x"@en, "某"@zh ; kg:conflictAbout ent:event ; kg:conflictOn "heldAt" ;
    kg:alternative fact:f, fact:p .
fact:t a kg:LinkTable ; dcterms:source "table.tsv" .
claim:1 a kg:Claim ; rdf:subject ent:event ; rdf:predicate kg:heldAt ; rdf:object ent:venue ;
    prov:wasDerivedFrom doc:a ; prov:wasAttributedTo fact:rule ; oa:hasTarget fact:span ; kg:role "主办" ;
    kg:sentence "某句" ; kg:sentenceNumber 0 ; kg:quote "某" ; kg:start 0 ; kg:end 1 ; kg:extractor "x" ;
    kg:confidence 0.9 ; kg:status "asserted" .
claim:2 a kg:Claim ; kg:evidenceFor fact:p ; prov:wasDerivedFrom fact:t ; kg:sentence "某句" ; kg:start 0 ; kg:end 1 ;
    kg:extractor "x" ; kg:confidence 1.0 ; kg:status "planned" .
fact:rule a prov:SoftwareAgent ; rdfs:label "x" .
fact:span a oa:SpecificResource ; oa:hasSource doc:a ; oa:hasSelector fact:quote, fact:place .
fact:quote a oa:TextQuoteSelector ; oa:exact "某" ; oa:prefix "" ; oa:suffix "句" .
fact:place a oa:TextPositionSelector ; oa:start "0"^^xsd:nonNegativeInteger ; oa:end "1"^^xsd:nonNegativeInteger .
"""
OF_CLASS = {
    "Company": "company", "Organization": "company", "Agent": "company", "Person": "person", "Event": "event",
    "EventSeries": "series", "Venue": "venue", "Place": "venue", "AdministrativeArea": "area", "Work": "work",
    "Product": "product",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What breaks one shape: `old`, a piece of SOUND, replaced by `new`, and `more` Turtle added. `also` break too."""

    shape: str
    more: str = ""
    old: str = ""
    new: str = ""
    also: tuple[str, ...] = ()

    def turtle(self) -> str:
        """SOUND, broken."""
        assert not self.old or SOUND.count(self.old) == 1, self.old
        return (SOUND.replace(self.old, self.new) if self.old else SOUND) + self.more


def cut(shape: str, old: str, new: str = "", *also: str) -> Case:
    """A piece of SOUND taken out, or replaced by another."""
    return Case(shape, old=old, new=new, also=also)


def outside(classes: tuple[str, ...]) -> str:
    """A thing of SOUND that is of none of these classes."""
    return next(OF_CLASS[c] for c in ("Company", "Work", "EventSeries") if not SCHEMA.is_a(c, classes))


def relations() -> list[Case]:
    """Each relation between things, each date and theme, with a wrong subject and with wrong values."""
    found = []
    for name, known in SCHEMA.properties.items():
        if set(known.domain) & set(NOT_ENTITIES):
            continue
        subject = OF_CLASS[known.domain[0]]
        good, value = f"ent:{OF_CLASS.get(known.range[0], '')}", "object"
        bad = [f"ent:{outside(known.range)}", '"某"']
        if known.literal:
            good, value, bad = ('"2031"^^xsd:gYear', "value", ['""', "ent:work", '"2031-05-40"^^xsd:date'])
        if name == "theme":
            bad = bad[:2]
        found.append(Case(f"{name}-subject", f"ent:{outside(known.domain)} kg:{name} {good} ."))
        found += [Case(f"{name}-{value}", f"ent:{subject} kg:{name} {each} .") for each in bad]
    return found


def observations() -> list[Case]:
    """An observation without each of its properties, and with wrong ones."""
    wrong = [
        ("about", "kg:about ent:event ;", ""),
        ("about", "kg:about ent:event", "kg:about ent:person"),
        ("about", "kg:about ent:event", "kg:about ent:event, ent:area"),
        ("measure", 'kg:measure "x" ;', ""),
        ("measure", 'kg:measure "x"', "kg:measure 1"),
        ("value", "kg:value 3.5", 'kg:value "many"'),
        ("value", "kg:value 3.5", "kg:value 3.5e1"),
        ("value", "kg:value 3.5", "kg:value 3.5, 4.5"),
        ("unit", 'kg:unit "x"', "kg:unit 1"),
        ("comparator", '"about"', '"nearly"'),
        ("change", '"none"', '"up"'),
        ("period", '"2031"^^xsd:gYear', "2031"),
    ]
    return [cut(f"Observation-{name}", old, new) for name, old, new in wrong]


CASES = [
    *relations(),
    # things
    Case("Entity-prefLabel", 'ent:area skos:prefLabel "另名" .'),
    cut("Entity-prefLabel", ' ; skos:prefLabel "辛"'),
    cut("Entity-prefLabel-text", '"辛"', '""'),
    cut("Entity-prefLabel-text", '"辛"', "ent:area"),
    Case("Entity-altLabel", 'ent:area skos:altLabel "" .'),
    Case("Entity-altLabel", "ent:area skos:altLabel ent:work ."),
    Case("Entity-link", 'ent:area owl:sameAs "x" .'),
    Case("Entity-link-subject", "fact:o owl:sameAs <https://data.example/2> ."),
    Case("Agent", "ent:person a kg:Event ."),
    Case("Agent", "ent:person a kg:Product ."),
    Case("Event", "ent:event a kg:EventSeries ."),
    Case("Event", "ent:event a kg:Work ."),
    Case("EventSeries", "ent:series a kg:Place ."),
    Case("Place", "ent:area a kg:Product ."),
    Case("Work", "ent:work a kg:Product ."),
    Case("Organization", "ent:company a kg:Person ."),
    Case("Venue", "ent:venue a kg:AdministrativeArea ."),
    Case("Agent-classes", 'ent:x a kg:Person ; skos:prefLabel "x" .'),
    Case("Agent-classes", 'ent:x a kg:Company, kg:Organization ; skos:prefLabel "x" .'),
    *(
        Case("Organization-classes", f'ent:x a kg:{name}, kg:Agent ; skos:prefLabel "x" .')
        for name, known in SCHEMA.classes.items()
        if known.supers == ("Organization",)
    ),
    Case("Place-classes", 'ent:x a kg:Venue ; skos:prefLabel "x" .'),
    Case("Place-classes", 'ent:x a kg:AdministrativeArea ; skos:prefLabel "x" .'),
    # articles and tables
    cut("Article-date", '"2031-05-06"^^xsd:date ; dcterms:source', '"yesterday" ; dcterms:source'),
    Case("Article-date", 'doc:a dcterms:date "2031-05-07"^^xsd:date .'),
    Case("Article-title", 'doc:a dcterms:title "又一题" .'),
    Case("Article-outlet", 'doc:a kg:outlet "又一报" .'),
    cut("Article-outlet", '"报"', "ent:company"),
    cut("Article-url", "^^xsd:anyURI"),
    Case("Article-properties", 'ent:company kg:outlet "报" .'),
    Case("Article-properties", 'fact:t kg:url "https://data.example/"^^xsd:anyURI .'),
    Case("Source-source", 'doc:a dcterms:source "" .'),
    Case("Source-source", "fact:t dcterms:source doc:a ."),
    Case("Article-subject", "doc:a dcterms:subject ent:area ."),
    Case("LinkTable", '[] a kg:LinkTable ; dcterms:source "table.tsv" .'),
    # positions, observations, quotations
    cut("Position-holder", "; kg:holder ent:person"),
    cut("Position-holder", "kg:holder ent:person", "kg:holder ent:company"),
    Case("Position-organization", "fact:p kg:organization ent:area ."),
    cut("Position-organization", "kg:organization ent:company", "kg:organization ent:venue"),
    Case("Position-title", 'fact:p kg:title "y" .'),
    Case("Position-properties", "ent:event kg:organization ent:company ."),
    *observations(),
    Case("Observation-properties", 'fact:p kg:unit "家" .'),
    cut("Quotation-speaker", "kg:speaker ent:person", "kg:speaker ent:area"),
    cut("Quotation-text", '; kg:text "x"'),
    cut("Quotation-text", 'kg:text "x"', 'kg:text ""'),
    cut("Quotation-mode", 'kg:mode "direct"', 'kg:mode "sung"'),
    Case("Quotation-properties", 'fact:p kg:mode "direct" .'),
    Case("FactNode-label", 'fact:q rdfs:label "y" .'),
    cut("FactNode-label", 'kg:Quotation ; rdfs:label "x"', "kg:Quotation"),
    # what the reports add up to
    cut("Fact-subject", "kg:Fact ; rdf:subject ent:event", "kg:Fact", "Fact-subject-entity"),
    Case("Fact-subject", "fact:f rdf:subject ent:series ."),
    Case("Fact-predicate", 'fact:f rdf:predicate "heldAt" .'),
    Case("Fact-object", "fact:f rdf:object ent:area ."),
    cut("Fact-subject-entity", "kg:Fact ; rdf:subject ent:event", "kg:Fact ; rdf:subject fact:o"),
    Case("Reported-status", 'fact:p kg:status "sung" ; kg:support 1 .'),
    Case("Reported-status", 'fact:f kg:status "planned" .'),
    cut("Reported-support", "kg:support 2", "kg:support -1"),
    cut("Reported-support", "kg:support 2", "kg:support 2.5"),
    cut("Reported-firstReported", 'kg:firstReported "2031-05-06"', 'kg:firstReported "2031-05-08"'),
    Case("Reported-firstReported", 'fact:p kg:firstReported "2031"^^xsd:gYear .'),
    Case("Reported-lastReported", 'fact:p kg:lastReported "2031"^^xsd:gYear .'),
    Case("Reported-properties", "ent:event kg:support 1 ."),
    Case("Reported-properties", 'claim:1 kg:lastReported "2031-01-01"^^xsd:date .'),
    Case("status-subject", 'ent:event kg:status "asserted" .'),
    # conflicts
    cut("Conflict-about", "; kg:conflictAbout ent:event"),
    cut("Conflict-about", "kg:conflictAbout ent:event", "kg:conflictAbout doc:a"),
    Case("Conflict-on", 'fact:c kg:conflictOn "startDate" .'),
    cut("Conflict-on", 'kg:conflictOn "heldAt"', "kg:conflictOn kg:heldAt"),
    cut("Conflict-alternative", "fact:f, fact:p", "fact:f"),
    cut("Conflict-alternative", "fact:f, fact:p", "fact:f, fact:q"),
    Case("Conflict-label", 'fact:c rdfs:label "y"@en .'),
    cut("Conflict-label", 'rdfs:label "x"@en, "某"@zh ;'),
    Case("Conflict-properties", "fact:f kg:alternative fact:p ."),
    # claims
    cut("Claim-subject", "kg:Claim ; rdf:subject ent:event", "kg:Claim"),
    cut("Claim-predicate", "rdf:predicate kg:heldAt ; rdf:object ent:venue ;\n    prov", "rdf:object ent:venue ; prov"),
    cut("Claim-object", "rdf:object ent:venue ;\n    prov", "prov"),
    cut("Claim-subject", "kg:evidenceFor fact:p ;", "", "Claim-predicate", "Claim-object"),
    Case("Claim-statement", "claim:1 rdf:subject ent:series ."),
    Case("Claim-statement", 'claim:2 rdf:predicate "heldAt" .'),
    Case("Claim-object-one", "claim:1 rdf:object ent:area ."),
    Case("Claim-evidenceFor", "claim:2 kg:evidenceFor fact:o ."),
    cut("Claim-evidenceFor-class", "kg:evidenceFor fact:p", "kg:evidenceFor ent:area"),
    cut("Claim-wasDerivedFrom", "prov:wasDerivedFrom fact:t ;"),
    cut("Claim-wasDerivedFrom", "prov:wasDerivedFrom fact:t", "prov:wasDerivedFrom ent:area"),
    Case("Claim-wasDerivedFrom", "claim:2 prov:wasDerivedFrom doc:a ."),
    Case("Claim-wasAttributedTo", "claim:2 prov:wasAttributedTo ent:person ."),
    cut("SoftwareAgent-label", ' ; rdfs:label "x" .\nfact:span', " .\nfact:span"),
    Case("Claim-hasTarget", "claim:2 oa:hasTarget doc:a .", also=("Claim-target-source",)),
    Case("Claim-target-source", "claim:2 oa:hasTarget fact:span ."),
    cut("SpecificResource-hasSource", "oa:hasSource doc:a ;", "", "Claim-target-source"),
    cut("SpecificResource-hasSource", "oa:hasSource doc:a", "oa:hasSource ent:area", "Claim-target-source"),
    cut("SpecificResource-hasSelector", " ; oa:hasSelector fact:quote, fact:place"),
    Case("SpecificResource-hasSelector", "fact:span oa:hasSelector doc:a ."),
    cut("TextQuoteSelector-exact", 'oa:exact "某" ;'),
    cut("TextQuoteSelector-prefix", 'oa:prefix ""', "oa:prefix 1"),
    Case("TextQuoteSelector-suffix", 'fact:quote oa:suffix "词" .'),
    cut("TextPositionSelector-start", '"0"^^xsd:nonNegativeInteger', '"2"^^xsd:nonNegativeInteger'),
    cut("TextPositionSelector-start", '"0"^^xsd:nonNegativeInteger', '"-1"^^xsd:nonNegativeInteger'),
    cut("TextPositionSelector-end", ' ; oa:end "1"^^xsd:nonNegativeInteger', ""),
    Case("TextPositionSelector-end", "fact:place oa:end 3 ."),
    cut("Claim-sentence", 'kg:sentence "某句" ; kg:sentenceNumber', "kg:sentenceNumber"),
    cut("Claim-sentenceNumber", "kg:sentenceNumber 0", "kg:sentenceNumber -1"),
    cut("Claim-quote", 'kg:quote "某"', "kg:quote 1"),
    cut("Claim-role", 'kg:role "主办"', 'kg:role ""'),
    cut("Claim-start", 'kg:quote "某" ; kg:start 0', 'kg:quote "某"'),
    cut("Claim-start", 'kg:quote "某" ; kg:start 0', 'kg:quote "某" ; kg:start 2'),
    cut("Claim-start", 'kg:quote "某" ; kg:start 0', 'kg:quote "某" ; kg:start -1'),
    Case("Claim-end", "claim:1 kg:end 2 ."),
    Case("Claim-extractor", 'claim:1 kg:extractor "y" .'),
    cut("Claim-confidence", "kg:confidence 0.9", "kg:confidence 1.2"),
    cut("Claim-confidence", "kg:confidence 0.9", "kg:confidence -0.1"),
    cut("Claim-confidence", "kg:confidence 0.9", 'kg:confidence "high"'),
    cut("Claim-status", 'kg:status "planned"', 'kg:status "sung"'),
    Case("Claim-properties", "fact:p kg:evidenceFor fact:p ."),
    Case("Claim-properties", "doc:a oa:hasTarget fact:span .", also=("Claim-target-source",)),
]


def triples(number: int, turtle: str) -> list[Triple]:
    """Turtle with names of its own, `…/id/7/…`, so that many cases can be checked at once."""
    own = {name: iri if name == "kg" else f"{iri}{number}/" for name, iri in NS.prefixes().items()}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**prefixes(NS), **own}.items())
    return [Triple(q.subject, q.predicate, q.object) for q in parse(head + turtle, format=RdfFormat.TURTLE)]
