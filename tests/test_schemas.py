"""The JSON Schemas: sound, strict, the same words as the program; every --json output of the tests fits them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import SAMPLES, load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import xltool
from support.rounds import begun, take
from support.strategies import submissions

from xltool.core.check.finding import SEVERITIES
from xltool.core.check.returned import STATUSES
from xltool.core.submission.document import to_json
from xltool.core.text import zh
from xltool.writing.schemas import schema, schema_names


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_sound_and_printed(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert json.loads(xltool("form", "schema", name).out) == schema(name)
    assert name in xltool("form", "schema").lines


def test_an_unknown_name_is_told_the_known_ones() -> None:
    assert all(name in xltool("form", "schema", "x").sentence(2) for name in schema_names())


def test_the_words_are_those_of_the_program() -> None:
    file = schema("check")["properties"]["files"]["items"]["properties"]
    assert tuple(file["status"]["enum"]) == STATUSES
    assert tuple(schema("finding")["properties"]["severity"]["enum"]) == SEVERITIES
    arrival = schema("arrivals")["properties"]["arrivals"]["items"]["properties"]
    assert set(arrival["outcome"]["enum"]) == set(zh.ROUND_OUTCOMES)
    unit = schema("status")["properties"]["units"]["items"]["properties"]
    assert set(unit["state"]["enum"]) == set(zh.ROUND_STATES)


@settings(max_examples=30, deadline=None)
@given(submissions(load("zfxxgknb-2021"), blanks=True))
def test_every_submission_fits(one: Any) -> None:
    jsonschema.validate(to_json(one), schema("submission"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_document_that_lacks_a_key_or_has_one_more_does_not_fit(data: st.DataObject) -> None:
    """So that the schema can fail: one key of any object of a real answer removed, or one added."""
    document = copy.deepcopy(CHECKED)
    objects: list[dict[str, Any]] = [document, document["counts"]]
    for file in document["files"]:
        objects += [file, file["rules"], *file["findings"]]
    chosen = data.draw(st.sampled_from(objects))
    if data.draw(st.booleans()):
        chosen["more"] = 1
    else:
        del chosen[data.draw(st.sampled_from(sorted(chosen)))]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema("check"))


CHECKED = json.loads(xltool("check", "--json", next((SAMPLES / "returned").glob("T3-B01*"))).out)


@pytest.mark.parametrize("form", ["zfxxgknb-2021", "zfxxgknb-2019", "xzzfnb-2024"])
def test_the_cells_of_a_form_fit(form: str) -> None:
    jsonschema.validate(json.loads(xltool("form", "cells", form, "--json").out), schema("cells"))


def test_the_samples_fit() -> None:
    for path in sorted(SAMPLES.glob("*.json")):
        jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema("submission"))


def test_a_round_answers_as_its_schemas_say(tmp_path: Path) -> None:
    opened = begun(tmp_path / "round")
    take(opened, "a.xlsx", next((SAMPLES / "returned").glob("ok*")).read_bytes())
    take(opened, "b.xlsx", b"no workbook")
    opened.store.close()
    for command, key in (("arrivals", "arrivals"), ("status", "units")):
        more = ["--all"] if command == "arrivals" else []
        found = json.loads(xltool("round", command, *more, "--json", "-r", tmp_path / "round").out)
        assert len(found[key]) >= 2  # xltool() has held it against its schema
