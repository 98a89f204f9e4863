"""The list of places: names, short names, and what lies where."""

import pytest

from store.language.place_names import places_called, plain, region_of, short


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("内蒙古自治区", "内蒙古"),
        ("恩施土家族苗族自治州", "恩施"),
        ("塔什库尔干塔吉克自治县", "塔什库尔干"),
        ("香港特别行政区", "香港"),
        ("雄安新区", "雄安"),
        ("阿克苏地区", "阿克苏"),
        ("赵县", "赵县"),
    ],
)
def test_short_name(name: str, called: str) -> None:
    assert short(name) == called
    assert name in [place.name for place in places_called(called)]


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("滁州", ("安徽",)),
        ("南谯区", ("安徽", "滁州")),
        ("襄樊", ("湖北", "襄阳")),  # a former name lies in today's place
        ("新疆生产建设兵团", ("新疆",)),
        ("济源", ("河南",)),  # under the province directly
        ("河北", ()),  # the province, not the district of Tianjin
        ("鼓楼区", ()),  # one of four
        ("青禾县", ()),
    ],
)
def test_region(name: str, region: tuple[str, ...]) -> None:
    assert region_of(name) == region


def test_district_of_several_is_told_by_the_text() -> None:
    assert region_of("鼓楼区", text="按照福州市的部署，福建省和福州市支持鼓楼区。") == ("福建", "福州")


def test_place_that_no_list_knows_lies_where_its_report_says() -> None:
    assert region_of("禾丰县", among=["四川省", "石苑市"]) == ("四川", "石苑")


def test_traditional_characters() -> None:
    assert plain("廣西壯族自治區") == "广西壮族自治区"
