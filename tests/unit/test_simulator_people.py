"""The people of the simulator: a cast worth meeting, and whoever a prompt asks for."""

from __future__ import annotations

import ast
import re
from itertools import pairwise, product
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import eternal.simulator
from eternal.simulator.art.portrait_files import portrait, spare_portrait
from eternal.simulator.people.cast import load_cast
from eternal.simulator.people.invent import _origins, invent
from eternal.simulator.people.person import username_from

CAST = load_cast()
PORTRAITS = Path(eternal.simulator.__file__).parent / "art" / "portraits"


def test_cast_is_large_and_everybody_is_somebody() -> None:
    """There are 240 people or more, and no two share an id, a username, a name or a bio."""
    assert len(CAST) >= 240
    for field in ("id", "username", "display_name", "description"):
        assert len({getattr(character, field) for character in CAST}) == len(CAST)


def test_cast_is_of_adults() -> None:
    """Everybody is 18 to 90."""
    assert min(character.age for character in CAST) == 18
    assert max(character.age for character in CAST) == 90


def test_cast_includes_the_documented_samples_newest_first() -> None:
    """The documented characters have their ids, and ids descend with gaps."""
    names = {character.id: character.display_name for character in CAST}
    ids = list(names)

    assert (names[6790], names[6604], names[6593]) == ("Elara Voss", "Julia Nowak", "Flavie Koepp")
    assert all(newer - older > 1 for newer, older in pairwise(ids))


def test_cast_uses_documented_values_only() -> None:
    """Statuses and categories are those of the document, and genders are varied."""
    assert {character.status for character in CAST} == {"approved", "pending"}
    assert {character.category for character in CAST} == {"default", "internal"}
    assert {character.gender for character in CAST} == {"female", "male", "non-binary"}


def test_bios_are_short_and_worth_reading() -> None:
    """A bio has 8 to 35 words."""
    for character in CAST:
        assert 8 <= len(character.description.split()) <= 35, character.display_name


def test_portraits_are_small_and_well_formed() -> None:
    """Every portrait is a well-formed SVG of at most 10 KB, with no reference to elsewhere."""
    for character in CAST:
        uri = character.avatar_url
        svg = unquote(uri.removeprefix("data:image/svg+xml,"))

        assert len(uri) <= 10_000
        assert ET.fromstring(svg).attrib["viewBox"]  # noqa: S314 - drawn by ourselves
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_portraits_tell_people_apart() -> None:
    """No two of the cast look the same."""
    assert len({character.avatar_url for character in CAST}) == len(CAST)


def test_each_drawing_has_a_small_raster() -> None:
    """Beside each SVG is the same in WebP, 400 pixels wide and high, for a check of pictures."""
    drawings = list(PORTRAITS.glob("*.svg"))
    assert len(drawings) > len(CAST)
    for file in drawings:
        raster = file.with_suffix(".webp")
        assert raster.stat().st_size <= 12_000
        with Image.open(raster) as picture:
            assert (picture.format, picture.size) == ("WEBP", (400, 400))


def test_a_drawing_belongs_to_somebody_or_is_spare() -> None:
    """Each of the cast has a drawing of the own gender and age; the others wait for new people."""
    for character in CAST:
        key = re.fullmatch(r"([a-z-]+)-(\d\d)-(\d\d)-.*\d", character.portrait_name)
        assert key
        gender, youngest, oldest = key[1], int(key[2]), int(key[3])
        assert gender == character.gender
        assert youngest <= character.age <= oldest
    stems = {file.stem for file in PORTRAITS.glob("*.svg")}
    taken = {character.portrait_name for character in CAST}
    assert {stem for stem in stems if "-spare-" not in stem} == taken
    assert {file.stem for file in PORTRAITS.glob("*.webp")} == stems


@pytest.mark.parametrize("gender", ["female", "male", "non-binary"])
def test_nobody_new_looks_like_the_cast(gender: str) -> None:
    """Every age and skin has a spare portrait of that age and skin, the same for the same seed."""
    skins = {skin for origin in _origins() for skin in origin["skins"]}
    for age, skin in product(range(18, 91), sorted(skins)):
        name = spare_portrait("a seed", gender=gender, age=age, skin=skin)
        band, _, rest = name.removeprefix(f"{gender}-").partition(f"-{skin}-spare-")
        youngest, oldest = map(int, band.split("-"))
        assert youngest <= age <= oldest
        assert rest.isdigit()
        assert name == spare_portrait("a seed", gender=gender, age=age, skin=skin)
        assert portrait(name).startswith("data:image/svg+xml,")


@pytest.mark.parametrize(
    ("prompt", "age", "gender"),
    [
        ("A 72-year-old woman who keeps a lighthouse", 72, "female"),
        ("a man, aged 45", 45, "male"),
        ("a grumpy king in his fifties", 54, "male"),
        ("an astronaut in her late 30s", 38, "female"),
        ("a thirty-five-year-old queen", 35, "female"),
        ("a 15 year old boy", 18, "male"),
        ("a 999 year old wizard", 90, "male"),
        ("a non-binary drummer, age 30", 30, "non-binary"),
        ("a 40-year-old grandmother who raised three men", 40, "female"),
    ],
)
def test_stated_age_and_gender_are_kept(prompt: str, age: int, gender: str) -> None:
    """What a prompt says of age and gender comes true, within 18 to 90."""
    person = invent(prompt, 0)

    assert (person.age, person.gender) == (age, gender)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("a woman named Björk Ólafsdóttir who sails", "Björk Ólafsdóttir"),
        ("Elena, a shy programmer", "Elena"),
        ("A baker called Jean-Luc", "Jean-Luc"),
        ("a sailor whose name is O'Malley.", "O'Malley"),
    ],
)
def test_stated_name_is_kept(prompt: str, name: str) -> None:
    """A name that a prompt states is the person's."""
    assert invent(prompt, 0).name == name


def test_origin_decides_name_and_flag() -> None:
    """A Japanese person has a Japanese name and a flag."""
    person = invent("a Japanese woman", 0)

    assert person.name in {"Aoi", "Haruka", "Yui", "Chiyo", "Sakura", "Natsumi"}
    assert person.bio.endswith("🇯🇵")


def test_words_of_a_field_say_nothing_of_gender() -> None:
    """Somebody in a male-dominated field is not therefore a man."""
    assert invent("a queen of male-dominated fields", 0).gender == "female"


def test_seed_changes_people() -> None:
    """Another seed invents other people from the same prompts."""
    prompts = [f"a baker who likes the number {number}" for number in range(8)]

    assert [invent(p, 0) for p in prompts] == [invent(p, 0) for p in prompts]
    assert [invent(p, 0) for p in prompts] != [invent(p, 1) for p in prompts]


@settings(deadline=None)
@given(st.text(max_size=200) | st.builds("a {} year old named {}".format, st.integers(), st.text()))
def test_any_prompt_gives_an_adult(prompt: str) -> None:
    """Whatever the prompt, there is somebody of 18 to 90 with a name and a short bio."""
    person = invent(prompt, 0)

    assert 18 <= person.age <= 90
    assert 1 <= len(person.name) <= 40
    assert 20 <= len(person.bio) <= 300
    assert person.gender in {"female", "male", "non-binary"}
    assert username_from(person.name).replace("_", "").isalnum()


@pytest.mark.parametrize(
    ("name", "username"),
    [("Elara Voss", "elara_voss"), ("Søren Dvořák", "soren_dvorak"), ("Иван", "somebody")],
)
def test_usernames_are_plain(name: str, username: str) -> None:
    """A username has plain letters only, whatever the name."""
    assert username_from(name) == username


def test_simulator_shares_nothing_with_the_client() -> None:
    """No file of the simulator imports from the rest of eternal, or else each proves the other."""
    for file in Path(eternal.simulator.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, file
                names = [f"{node.module}.{one.name}" for one in node.names]
            own = [name for name in names if name.split(".")[0] == "eternal"]
            assert all(name.startswith("eternal.simulator.") for name in own), file
