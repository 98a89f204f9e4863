#!/usr/bin/env python3
"""Compare the figures that `extract` found with the gold ones, or check a gold file against itself.

    python3 check.py GOLD GOT [--show 20]     GOT: lines of {"id", "figures"} as `extract` prints them
    python3 check.py GOLD                     exit status 1 where an offset, a value or the coverage of numerals is wrong

Prints the spans found, found with other ends, missed and wrong extra, and of the found figures the wrong values, units,
bounds and so on, each as count and share, then the first wrong ones of each kind. A field counts only where the gold
figure has it. `also` of a gold figure holds other fields that are right too; `optional` figures may be missed; a
`vague` one must be a range within low and high (十几 may also be 10, over); strings in `grey` may be read or not.
A rank may stand on the figure it follows or on a figure of its own in the grey words.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

FIELDS = ["kind", "unit", "bound", "change", "currency", "per", "base", "rank", "planned", "of", "subject_any"]
# Kept whole, since their numerals mean nothing by themselves: a gold file need not list them.
WORDS = re.compile("一般|统一|零售|一些|万众|[一两]个")
NUMERAL = re.compile("[0-9０-９〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟]")


def load(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def readings(gold):
    """The gold figure and each of its other readings, whole."""
    return [gold] + [{**gold, **other} for other in gold.get("also", ())]


def spans(gold):
    return {(r["start"], r["start"] + len(r["text"])) for r in readings(gold)}


def places(item, names):
    """Spans of the strings under these names, wherever they stand in the sentence."""
    return [
        (m.start(), m.end())
        for name in names
        for text in item.get(name, ())
        for m in re.finditer(re.escape(text), item["sentence"])
    ]


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def close(a, b):
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b))


def same_value(gold, got):
    return all(close(gold.get(key), got.get(key)) for key in ("value", "low", "high"))


def matching(gold, got):
    """The readings of the gold figure whose value is that of the found one."""
    if gold.get("vague"):
        low, high = got.get("low"), got.get("high")
        value = got.get("value")
        inside = low is not None and high is not None and gold["low"] <= low < high <= gold["high"]
        ten = gold["text"].startswith("十几") and value == 10 and got.get("bound") == "over"
        return readings(gold) if (inside and (value is None or low <= value <= high)) or ten else []
    return [r for r in readings(gold) if same_value(r, got)]


def plain_base(per):
    """每万人口 and 万人 are the same base of a rate."""
    return re.sub("^每|口$", "", per) if per else per


def right(field, gold, got, index):
    """Is this field of the found figure right in one of the readings? `index` maps found figures to gold ones."""
    value = got.get("subject" if field == "subject_any" else field)
    for reading in readings(gold):
        want = reading.get(field)
        if field == "subject_any":
            if not want or (value and any(w in value or value in w for w in want)):
                return True
        elif field == "of":
            if want == (None if value is None else index.get(value, -1)):
                return True
        elif field == "per":
            if plain_base(want) == plain_base(value):
                return True
        elif want == value or (field == "base" and want and value and (want in value or value in want)):
            return True
    return False


def show(figure):
    value = figure["value"] if figure.get("value") is not None else f"{figure.get('low')}..{figure.get('high')}"
    return f"{figure['text']} = {value} {figure.get('unit')!r}"


class Tally:
    """Counts right and wrong of each kind, and keeps the first wrong ones."""

    def __init__(self):
        self.total, self.wrong, self.examples = defaultdict(int), defaultdict(int), defaultdict(list)

    def add(self, kind, fine, item, text):
        self.total[kind] += 1
        if not fine:
            self.wrong[kind] += 1
            self.examples[kind].append(f"{item['id']}  {text}  | {item['sentence']}")


def compare_sentence(item, got, tally):
    """Pair the figures of one sentence and count what is wrong; the spans of `got` are (start, end)."""
    ends = [(f["start"], f["start"] + len(f["text"])) for f in got]
    for figure, span in zip(got, ends, strict=False):
        if item["sentence"][slice(*span)] != figure["text"]:
            tally.add("offset not at its text", False, item, show(figure))
    pairs, taken = [], set()
    for exact in (True, False):
        for g, gold in enumerate(item["figures"]):
            if any(g == p for p, _ in pairs):
                continue
            for i, span in enumerate(ends):
                if i not in taken and any(span == s if exact else overlap(span, s) for s in spans(gold)):
                    pairs.append((g, i))
                    taken.add(i)
                    break
    paired = dict(pairs)
    index = {i: g for g, i in pairs}
    grey, nots = places(item, ["grey"]), places(item, ["not_figures"])
    for g, gold in enumerate(item["figures"]):
        if g not in paired:
            if not gold.get("optional"):
                tally.add("missed", False, item, show(gold))
            continue
        tally.total["missed"] += not gold.get("optional")
        found, span = got[paired[g]], ends[paired[g]]
        tally.add("span", span in spans(gold), item, f"{found['text']!r}, want {gold['text']!r}")
        same = matching(gold, found)
        tally.add("value", bool(same), item, f"{show(found)}, want {show(gold)}")
        for field in FIELDS:
            if field not in gold or (field == "subject_any" and gold["kind"] == "duration"):
                continue
            if field == "unit":
                fine = any(r["unit"] == found.get("unit") for r in same or readings(gold))
            elif field == "rank" and gold["rank"]:
                own = [f.get("rank") for f, s in zip(got, ends, strict=False) if any(overlap(s, p) for p in grey)]
                fine = right(field, gold, found, index) or gold["rank"] in own
            else:
                fine = right(field, gold, found, index)
            value = found.get("subject" if field == "subject_any" else field)
            tally.add(field, fine, item, f"{found['text']}: {value!r}, want {gold[field]!r}")
    for i, (figure, span) in enumerate(zip(got, ends, strict=False)):
        tally.total["extra"] += 1
        if i in taken or any(overlap(span, s) for s in grey):
            continue
        where = (
            "part of a figure"
            if any(overlap(span, s) for gold in item["figures"] for s in spans(gold))
            else "in a not-figure"
            if any(overlap(span, s) for s in nots)
            else "elsewhere"
        )
        tally.wrong["extra"] += 1
        tally.examples["extra"].append(f"{item['id']}  {where}: {show(figure)}  | {item['sentence']}")


def compare(golds, gots, examples):
    tally, by_id = Tally(), {str(g["id"]): g["figures"] for g in gots}
    for item in golds:
        if str(item["id"]) not in by_id:
            tally.add("sentence without an answer", False, item, "")
        else:
            compare_sentence(item, by_id[str(item["id"])], tally)
    order = ["sentence without an answer", "offset not at its text", "value", "missed", "extra", "span", *FIELDS]
    kinds = [k for k in order if tally.total[k] or tally.wrong[k]]
    print(f"{len(golds)} sentences, {tally.total['missed']} figures to find, {tally.total['value']} found")
    for kind in kinds:
        total, wrong = tally.total[kind], tally.wrong[kind]
        name = "wrong " + kind if kind in ["value", "span", "extra", *FIELDS] else kind
        print(f"{name:28} {wrong:6} of {total:6}  {wrong / max(total, 1):8.3%}")
    for kind in kinds:
        if tally.examples[kind]:
            print(f"\n== {kind}: the first of {tally.wrong[kind]}")
            print("\n".join(tally.examples[kind][:examples]))


def faults(item):
    """What is wrong with a gold sentence by itself."""
    sentence, covered, last = item["sentence"], set(), 0
    for gold in item["figures"]:
        for start, end in spans(gold):
            covered |= set(range(start, end))
        for r in readings(gold):
            if sentence[r["start"] : r["start"] + len(r["text"])] != r["text"]:
                yield f"{r['text']!r} is not at {r['start']}"
        if gold["start"] < last:
            yield f"{gold['text']!r} out of order or overlapping"
        last = gold["start"] + len(gold["text"])
        if (gold["value"] is None) != ("low" in gold and "high" in gold) or (
            "low" in gold and gold["low"] >= gold["high"]
        ):
            yield f"{gold['text']!r} has neither one value nor a range"
        of = gold.get("of")
        if of is not None and not (0 <= of < len(item["figures"]) and item["figures"][of] is not gold):
            yield f"{gold['text']!r} is of {of}"
        if gold.get("subject_any") and not any(s in sentence for s in gold["subject_any"]):
            yield f"no subject of {gold['text']!r} is in the sentence"
    for text in item["not_figures"] + item.get("grey", []):
        if all(covered & set(range(*s)) for s in places({"sentence": sentence, "listed": [text]}, ["listed"])):
            yield f"{text!r} is not in the sentence, or only within a figure"
    listed = places(item, ["grey", "not_figures"]) + [m.span() for m in WORDS.finditer(sentence)]
    free = covered.union(*(range(*s) for s in listed))
    for m in NUMERAL.finditer(sentence):
        if m.start() not in free:
            yield f"{m.group()!r} at {m.start()} is neither in a figure nor in another list"


def main():
    parser = argparse.ArgumentParser(
        description="Compare figures found with gold ones, or check a gold file by itself."
    )
    parser.add_argument("gold")
    parser.add_argument("got", nargs="?")
    parser.add_argument("--show", type=int, default=20, help="wrong ones of each kind to print (20)")
    args = parser.parse_args()
    golds = load(args.gold)
    if args.got:
        compare(golds, load(args.got), args.show)
        return 0
    wrong = [f"{item['id']}  {fault}  | {item['sentence']}" for item in golds for fault in faults(item)]
    print(
        "\n".join(
            [*wrong, f"{len(golds)} sentences, {sum(len(i['figures']) for i in golds)} figures, {len(wrong)} faults"]
        )
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
