"""The ontology as data."""

from kg.graph.schema import ClassDef, PropertyDef, Schema

SCHEMA = Schema(
    {"Agent": ClassDef("Agent"), "Body": ClassDef("Body", ("Agent",)), "Firm": ClassDef("Firm", ("Body",))},
    {
        "joins": PropertyDef("joins"),
        "shows": PropertyDef("shows", supers=("joins",)),
        "meets": PropertyDef("meets", symmetric=True),
    },
)


def test_ancestors_run_from_the_class_upwards() -> None:
    assert SCHEMA.ancestors("Firm") == ("Firm", "Body", "Agent")


def test_is_a_looks_upwards_only() -> None:
    assert SCHEMA.is_a("Firm", ("Agent",))
    assert not SCHEMA.is_a("Agent", ("Firm",))
    assert SCHEMA.is_a("Agent", ())


def test_properties_know_the_general_and_the_specific() -> None:
    assert SCHEMA.specific("joins") == ("joins", "shows")
    assert SCHEMA.general("shows") == ("joins",)
    assert SCHEMA.general("joins") == ()


def test_only_a_symmetric_property_is_symmetric() -> None:
    assert SCHEMA.symmetric("meets")
    assert not SCHEMA.symmetric("joins")
    assert not SCHEMA.symmetric("unheard-of")
