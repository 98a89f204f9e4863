"""The store here is a handful of sentences written for these tests; what it does not hold is unknown to it."""

from collections.abc import Callable, Sequence

import pytest

from retrieval.model import Field
from retrieval.query.spelling import spelled
from retrieval.text.segmentation import fold, grams, tokens

SENTENCES = (
    "全年公开招聘教师86名,其中特岗教师20名。",
    "初中辍学率控制在1.2%以内,小学无辍学学生。",
    "校长交流轮岗比例达到15%,骨干教师占交流教师的三成。",
    "为1200名学生办理生源地助学贷款960万元。",
    "各校配备专职保安人员340名,护校队员120名。",
    "学生近视率下降0.8个百分点,小学教师学历提高率为97%。",
    "县教研室深入学校听评课210节,指导校本教研。",
    "县委巡察反馈意见全部整改到位。",
    "东莞市对口支援学校12所。",
    "加强体质健康监测,办事大厅受理事项640件。",
    "营养改善计划惠及学生2.4万名。",
    "蔬菜种植面积2.1万亩。",
    "义务植树日开展种树活动。",
)
NAMES = ("云泽区", "云泽", "青禾县", "青禾", "东莞市", "东莞")


class Sentences:
    """A store of sentences, each of them a unit."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._units: dict[Field, list[set[str]]] = {
            "words": [{token.text for token in tokens(fold(sentence))} for sentence in sentences],
            "grams": [set(grams(fold(sentence))) for sentence in sentences],
        }

    def document_counts(self, field: Field, terms: Sequence[str]) -> tuple[int, ...]:
        return tuple(sum(term in unit for unit in self._units[field]) for term in terms)

    def co_occur(self, field: Field, terms: Sequence[str]) -> bool:
        return any(unit.issuperset(terms) for unit in self._units[field])


STORE = Sentences(SENTENCES)


def mended(text: str, sure: Callable[[int, int], bool] = lambda start, end: False) -> tuple[str, dict[str, str]]:
    read, corrections = spelled(text, STORE, names=NAMES, sure=sure)
    return read, {one.typed: one.meant for one in corrections}


@pytest.mark.parametrize(
    ("typed", "read", "corrected"),
    [
        ("招骋了多少名教师", "招聘了多少名教师", {"招骋": "招聘"}),
        ("初中戳学率是多少", "初中辍学率是多少", {"戳学率": "辍学率"}),
        ("校长轮岗的比列", "校长轮岗的比例", {"比列": "比例"}),
        ("有多少专职保案", "有多少专职保安", {"保案": "保安"}),
        ("学生近识率", "学生近视率", {"近识": "近视"}),
        ("教师学例提高率", "教师学历提高率", {"学例": "学历"}),
        ("听平课多少节", "听评课多少节", {"听平课": "听评课"}),
        ("生源的助学贷款多少万", "生源地助学贷款多少万", {"生源的": "生源地"}),
        ("东完支援学校几所", "东莞支援学校几所", {"东完": "东莞"}),
        ("云则区有几所学校", "云泽区有几所学校", {"云则区": "云泽区"}),
        ("东管学校几所", "东莞学校几所", {"东管": "东莞"}),
        (
            "东广学校几所",
            "东莞学校几所",
            {"东广": "东莞"},
        ),  # a name at the beginning may be off by a sound of one's own dialect
        ("一年产多少疏菜", "一年产多少蔬菜", {"疏菜": "蔬菜"}),  # a word of the dictionary that hardly anybody means
        ("巡查反馈意见", "巡察反馈意见", {"巡查": "巡察"}),
    ],
)
def test_typing_error_is_mended_as_the_store_shows(typed: str, read: str, corrected: dict[str, str]):
    assert mended(typed) == (read, corrected)
    assert len(read) == len(typed)


@pytest.mark.parametrize(
    "text",
    [
        # words of the dictionary that this store does not hold
        *"幼儿园有几所 网课上了多少天 医院床位 贷款余额 失业率 棚户区改造 公租房 污水处理厂 财政收入 养老金".split(),
        *"老师工资 孩子吃饭 盖楼花了多少钱 修房子 涨工资 发钱 招人 学生戴眼镜 开刀 打疫苗 领证 坐公交".split(),
        # two words side by side, each one character, that sound like a word of this store
        *"提质增效 教育提质扩面 把好事办实 推门看作业 脑入心 县管校聘 教师在岗".split(),
        *"出了多少种书 办了几种报".split(),  # a measure word and what is counted
        # names of places and people that no report is about
        *"和县有几所学校 杭州 西安市 东平县 王小明 李娜当了什么 云南".split(),
        # question words and numbers
        *"第几届运动会 哪几所学校 有几个 多少元 是不是 共招多少人 三所 二本线有多少".split(),
        # dictionary words that sound like one of the store, with nothing beside them that speaks for it
        "东莞副市长是谁",
        *"巡查校园 权利 必须 公式 截至 体制 百分比".split(),
        *"2022年青禾有多少所学校 2021年轻工业".split(),  # a number and its 年, beside whatever stands there
        "",
        "？",
        "abc 123",
    ],
)
def test_right_words_are_left_alone(text: str):
    assert mended(text) == (text, {})


@pytest.mark.parametrize("sentence", SENTENCES)
def test_text_of_the_store_is_left_alone(sentence: str):
    assert mended(fold(sentence))[1] == {}


def test_word_of_a_table_is_left_alone():
    assert mended("校长轮岗的比列", lambda start, end: True) == ("校长轮岗的比列", {})


def test_two_errors_in_one_question_are_both_mended():
    assert mended("东完招骋了多少名教师") == ("东莞招聘了多少名教师", {"东完": "东莞", "招骋": "招聘"})
