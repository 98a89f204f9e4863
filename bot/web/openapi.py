"""The description of ``/api/v1`` and ``/retrieval`` in OpenAPI 3.1."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from bot.figure_filters import NAMES
from bot.wording import figures as figure_words

Json = dict[str, Any]
_YEAR = "^(19[0-9]{2}|20[0-9]{2}|2100)$"
# What each filter of figures may be, where not any text.
_FILTERS: dict[str, Json] = {
    "kind": {"enum": [*figure_words.KINDS, *figure_words.KINDS.values()]},
    "nature": {"enum": [*figure_words.NATURES, *figure_words.NATURES.values()]},
    "years": {"type": "string", "pattern": f"^({_YEAR[1:-1]}(-{_YEAR[1:-1]})?)?$"},
    **{end: {"type": "string", "pattern": "^([0-9]{1,9}([.][0-9]{1,2})?[万亿]?元?)?$"} for end in ("min", "max")},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2100},
}


def described() -> Json:
    """The whole description."""
    earlier = {"type": ["array", "null"], "items": {"type": "string"}, "maxItems": 20}
    hundred = {**_maybe("integer"), "minimum": 1, "maximum": 100}
    asking = {
        "question": {"type": "string"},
        "context": {**earlier, "description": "earlier questions, oldest first"},
        "year": {**_maybe("integer"), "minimum": 1900, "maximum": 2100},
        "place": _maybe("string"),
        "report": _maybe("string"),
        "top": hundred,
    }
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
    conditions = {**_maybe("array"), "items": {"anyOf": _conditions()}}
    wanted = {
        "knowledge_id": {"description": "any: there is one store"},
        "query": {"type": "string"},
        "retrieval_setting": _maybe("object", top_k=hundred, score_threshold=_maybe("number")),
        "metadata_condition": _maybe("object", logical_operator={"const": "and"}, conditions=conditions),
    }
    figures = [_query(name, _FILTERS.get(name)) for name in NAMES]
    report = [_path("report")]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "问报 wenbao",
            "version": version("wenbao"),
            "description": "Answers from Chinese work reports: verbatim quotations, their figures and their source.",
        },
        "security": [{"bearer": []}, {}],
        "paths": {
            "/api/v1/ask": _questions("One answer", asking),
            "/api/v1/compare": _questions("One indicator over all reports", asking),
            "/api/v1/reports": {"get": _call("The stored reports", _list("Report"))},
            "/api/v1/reports/{report}": {"get": _call("One whole report", _ref("WholeReport"), report)},
            "/api/v1/reports/{report}/sentences": {
                "get": _call("The sentences of a report, in reading order", _list("Sentence"), report)
            },
            "/api/v1/figures": {
                "get": _call("The stored figures that have what is wanted, best first", _list("FoundFigure"), figures)
            },
            "/api/v1/load": {
                "post": {
                    **_call("What became of each file sent", _ref("Loads")),
                    "requestBody": _body({"files": files}, ["files"], "multipart/form-data"),
                }
            },
            "/retrieval": {
                "post": {
                    **_call("Quotations as external knowledge of Dify", _ref("Retrieved"), problem="RetrievalError"),
                    "requestBody": _body(wanted, ["query"]),
                }
            },
        },
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}, "schemas": _schemas()},
    }


def _schemas() -> Json:
    text, number, whole, yes = {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
    texts = {"type": "array", "items": text}
    named = {**dict.fromkeys(("id", "title", "source"), text), "year": _maybe("integer"), "part": whole}
    named |= {"place": _maybe("string"), "kind": _maybe("string")}
    info = {**named, "issuer": _maybe("string"), "published": _maybe("string"), "loaded_at": text}
    info |= dict.fromkeys(("sections", "sentences", "figures"), whole)
    figure = {
        **dict.fromkeys(("text", "unit", "kind", "bound", "subject"), text),
        **dict.fromkeys(("start", "end"), whole),
        **dict.fromkeys(("value", "low", "high"), _maybe("number")),
        **dict.fromkeys(("change", "currency", "per", "base", "period", "indicator", "nature"), _maybe("string")),
        "of": _maybe("integer"),
        "planned": yes,
        "rank": {"type": ["object", "null"], "properties": {"from": _maybe("integer"), "to": whole}},
    }
    evidence = {
        **dict.fromkeys(("rank", "start", "end"), whole),
        **dict.fromkeys(("score", "confidence"), number),
        "quote": text,
        "report": _ref("NamedReport"),
        "section": texts,
        "period": _maybe("string"),
        "planned": yes,
        "figures": {"type": "array", "items": _ref("Figure")},
        "asked": _maybe("integer"),
        "matched": {"type": "array", "items": {"type": "array", "items": whole}},
        "why": texts,
    }
    row = {"report": _ref("NamedReport"), "figure": _ref("Figure"), "quote": text, "start": whole, "end": whole}
    otherwise = {name: row[name] for name in ("report", "quote", "start", "end")}
    comparison = {
        "indicator": text,
        "unit": text,
        "rows": {"type": "array", "items": _object(row)},
        "missing": texts,
        "otherwise": {"type": "array", "items": _object(otherwise)},
    }
    understood = {"kind": text, "years": {"type": "array", "items": whole}, "places": texts, "terms": texts}
    understood |= {"carried": {"type": "object"}, "corrected": {"type": "object"}}
    answer = {
        "question": text,
        "status": {"enum": ["answered", "uncertain", "no_answer", "clarify"]},
        "message": text,
        "understood": _object(understood),
        "answers": _list("Evidence"),
        "nearest": _list("Evidence"),
        "comparison": {"anyOf": [_object(comparison), {"type": "null"}]},
        "elapsed_ms": number,
    }
    sentence = {"text": text, "start": whole, "end": whole, "section": texts}
    found = {
        "figure": _ref("Figure"),
        "sentence": text,
        "report": _ref("NamedReport"),
        "section": texts,
        "start": whole,
    }
    heading = _object({"level": whole, "heading": text})
    dropped = _object({"line": whole, "text": text, "rule": text})
    report = {
        **info,
        "outline": {"type": "array", "items": heading},
        "text": text,
        "sentences": {"type": "array", "items": _ref("Sentence")},
        "dropped": {"type": "array", "items": dropped},
    }
    problem = {"type": ["object", "null"], "properties": dict.fromkeys(("what", "where", "remedy"), text)}
    loaded = {"path": text, "status": text, "reports": texts, "error": problem}
    record = {"content": text, "score": number, "title": text, "metadata": {"type": "object"}}
    return {
        "Answer": _object(answer),
        "Evidence": _object(evidence),
        "Figure": _object(figure),
        "NamedReport": _object(named),
        "Report": _object(info),
        "WholeReport": _object(report),
        "Sentence": _object(sentence),
        "FoundFigure": _object({**found, "end": whole}),
        "Retrieved": _object({"records": {"type": "array", "items": _object(record)}}),
        "Loads": _object({"files": {"type": "array", "items": _object(loaded)}, "totals": {"type": "object"}}),
        "RetrievalError": _object({"error_code": whole, "error_msg": text}),
        "Error": _object({"error": _object({"what": text, "where": text, "remedy": text})}),
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> Json:
    return {"type": "array", "items": _ref(name)}


def _maybe(kind: str, **properties: Json) -> Json:
    return {"type": [kind, "null"], **({"properties": properties} if properties else {})}


def _path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(name: str, schema: Json | None = None, *, required: bool = False) -> Json:
    """What is left empty counts as left out."""
    told = schema or {"type": "string"}
    told = told if told.get("type") == "string" else {"anyOf": [told, {"const": ""}]}
    return {"name": name, "in": "query", "required": required, "schema": told}


def _conditions() -> list[Json]:
    """One of which report each record must come: by its year, or by place or id."""
    year = {"anyOf": [{"type": "integer", "minimum": 1900, "maximum": 2100}, {"type": "string", "pattern": _YEAR}]}
    conditions = []
    for names, value in ((["year"], year), (["place", "report"], {"type": "string"})):
        name = {"anyOf": [{"enum": names}, {"type": "array", "items": {"enum": names}, "minItems": 1, "maxItems": 1}]}
        fields = {"name": name, "comparison_operator": {"enum": ["is", "="]}, "value": value}
        conditions.append({"type": "object", "properties": fields, "required": list(fields)})
    return conditions


def _body(properties: Json, required: list[str], kind: str = "application/json") -> Json:
    schema = {"type": "object", "properties": properties, "required": required}
    return {"required": True, "content": {kind: {"schema": schema}}}


def _questions(said: str, asking: Json) -> Json:
    query = [
        _query("question", required=True),
        *(
            _query(name, {**asking[name], "type": asking[name]["type"][0]})
            for name in ("year", "place", "report", "top")
        ),
    ]
    earlier = {"name": "context", "in": "query", "schema": {**asking["context"], "type": "array"}}
    return {
        "get": _call(said, _ref("Answer"), [*query, earlier]),
        "post": {**_call(said, _ref("Answer")), "requestBody": _body(asking, ["question"])},
    }


def _call(said: str, schema: Json, parameters: list[Json] | None = None, *, problem: str = "Error") -> Json:
    refused = {"content": {"application/json": {"schema": _ref(problem)}}}
    told = {"401": "no token, or none of ours", "403": "from another site", "404": "no such report", "413": "too large"}
    told |= {"422": "not of this form", "429": "too fast", "503": "the archive cannot be read"}
    return {
        "summary": said,
        **({"parameters": parameters} if parameters else {}),
        "responses": {
            "200": {"description": said, "content": {"application/json": {"schema": schema}}},
            **{status: {"description": what, **refused} for status, what in told.items()},
        },
    }
