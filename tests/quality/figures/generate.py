#!/usr/bin/env python3
"""Print generated report sentences with the figures that a reader should find in them.

    python3 generate.py [N] [--seed S] > generated.jsonl        N defaults to 10000

Each line is {"id", "sentence", "figures", "not_figures", "grey"}. A figure has text, start, value (null with low and
high for a range), unit, bound, change, currency, per and rank. "also" lists other readings that are as good, "optional"
marks a figure that may be passed over, "vague" one that may be read as a range within low and high (with or without
value), and "grey" lists strings that may be read or not. Time and memory per sentence are constant.

Carriers are written in a small language: {slot arguments} makes a figure, [text] is no figure, <text> is grey.
"""

import argparse
import json
import random
import re
from decimal import Decimal
from math import gcd

OPENERS = """党的[十一届三中全会]以来，|[第三季度]，|[“十四五”]期间，|[2023年]，|根据[61号]文件要求，|严格执行[三审三校]制度，|[一是]强化保障，
[二是]狠抓落实，|扎实推进[“双一流”]建设，|全面推行[一站式]服务，|按照区委[十三届七次、八次全会]部署，|会同[红十字会]和社会力量，|弘扬[八路军]老区精神，
[2023年1—6月]，|截至[12月31日]，|依托[12345]热线，|落实[国办发〔2022〕17号]精神，|对照[第七次]全国人口普查数据，|围绕[“三农”]工作，|[第一书记]带头，
为确保[一方]平安，|[20××年]，|在[“六稳”“六保”]政策支持下，|坚持[“一把手”]负总责，|贯彻中央[八项规定]精神，|参照[GB18918-2002]标准，|据[第十三届]人大会议通报，
[进一步]深化改革，|[九江市]反馈，|沿[G318]国道，|当年，|全年，|期末，|报告期内，||||||||""".replace("\n", "|").split(
    "|"
)

CARRIERS = """各级各类学校共有{n 所}|招聘公办教师{n 名 人}|选派骨干校长挂职{n 名}|在校寄宿生{n 人}|举办校园科技节{n 场 次}|图书馆新购图书{n 册}|开设社团课程{n 门}|录播优质课例{n 节 课时}
门诊接诊{n 人次}|手术室完成微创手术{n 例 台}|县级以上医院开放床位{n 张}|培训乡村医生{n 名 人次}|疫苗入库{n 支 剂 盒}|流动体检车行驶{q km 公里}|医共体远程会诊{n 例 人次}
审结知识产权案件{n 件 宗 起}|发出司法建议书{n 份}|司法拘留{n 人}|破获盗抢案件{n 起 宗}|收缴管制刀具{n 把}|扣押车辆{n 辆 台}|注销驾驶证{n 本}|巡逻艇出航{n 艘次 航次}|排查安全隐患{n 处 个}
规模以上工业企业达{n 家 户}|[专精特新]企业发展到{n 家}|新登记个体工商户{n 户 家}|授权发明专利{n 件 项}|制定行业标准{n 项 个}|回购本公司股份{n 股}|[C919]客机交付{n 架}|中欧班列开行{n 列}
集装箱吞吐量{n 标箱 TEU}|航空货邮吞吐量{q 吨 t}|公路客运班线{n 条}|新能源公交车投放{n 辆 台}|机场保障航班{n 架次 班次}|国省道改造{q km 公里}|地铁站点开放{n 座 个}|船闸过闸船舶{n 艘}
建成[5G]基站{n 座 个}|充电桩投用{n 个 台}|路灯改造{n 盏}|老旧小区加装电梯{n 部 台}|棚户区改造{n 套 户}|清理违建{q 平方米 ㎡}|公共绿地面积{q 公顷 ㎡}|地下综合管廊{q 米 公里}|口袋公园{n 座 处}
粮食播种面积{q 亩 公顷}|粮食总产量{q 吨 公斤 斤}|生猪出栏{n 头}|家禽存栏{n 只 羽}|栽植果树{n 株 棵}|新打机井{n 眼 口}|水库蓄水{q 立方米 m³ 方}|建设大棚{n 座 栋}|收割机下田{n 台 台次}|渔获{q 吨 kg}
创建[4A级]景区{n 家 个}|星级饭店客房{n 间}|博物馆藏品{n 件 套}|文艺演出{n 场 台}|播出公益广告{n 条 次}|送戏下乡{n 场}|保护古树名木{n 株 棵}|征集档案{n 卷 件}|出版图书{n 种 部 册}
全社会用电量{q kW·h 千瓦时 度}|风电装机{q MW 兆瓦 千瓦}|天然气消费{q 立方米 m³}|危险废物处置{q 吨 t}|[PM2.5]平均浓度{u 微克/立方米}|[二氧化硫]浓度{u 微克/立方米 毫克/立方米}|算力规模{n P}|厂区噪声{u 分贝}
提供公益岗位{n 个}|发放棉被{n 床}|储备沙袋{n 条 只}|捐赠防护服{n 套 件}|<60岁>以上老年人{n 人 名}|慰问困难家庭{n 户}|养老机构{n 家 所}|婚姻登记{n 对}|救助站接收{n 人次}|选手提交作品{n 幅 篇 件}
[三亚市]分中心办结{n 件 项}|[第二产业]项目开工{n 个 项}|[三甲]医院{n 家}|城市居民人口{n =}|参训民兵{n =}|培育[百强]企业{n 家}|[110]接警{n 起}|[红十字]救护员持证{n 人 名}|[一审]收案{n 件}
教育费附加{m}|一般公共预算收入完成{m}|争取专项债券{m}|实现利润总额{m}|农业增加值{m}|[第三产业]增加值{m}|罚没收入{m}|社会捐款{m}|合同价款{m}|实际使用外资{m}|保费收入{m}|医保基金支出{m}|研发投入{m}
净利润为{neg 元}|财政收支差额为{neg 元}|最低气温{cold}|冷库温度控制为{cold}|人口自然增长率为{neg ‰}|用电量增速为{neg %}|营业利润率为{neg %}|利润增幅为{neg 个百分点}|冷链车厢温度{coldrange}
公用经费补助{rate 生·年 人·年}|低保标准{rate 人·月 户·月}|电价{rate 千瓦时}|成交均价{rate 平方米 亩 吨}|{each}|{average}|{per}|{per}|代课费{jiao}|误餐补助{jiao}
群众满意率{p}|入户抽检合格率{p}|城镇化率{p}|[一次]性通过率{p}|病死率{p‰}|女职工占{f}|中小企业贡献占比{f}|县城人口占{f}|政府采购价打{zhe}|支持改造的居民{half}|教师工资收入占{f}
在校生{up}|旅游收入{grow}|就诊人数{grow}|刑事案件发案数{grow}|用水量{grow}|服务时间{level 小时 分钟 天}|审批事项{level 项}|从业人员{level 人}|失业率{level %}|物业面积{level 平方米}
优秀率{points}|不良率{points}|产业比重{points}|增速分别比全国、全省{two}|增速{ahead}|旅游收入是[2015年]的{times}|专利申请量{fold}|城乡收入比{ratio}|生师比{ratio}
综合得分{rank 分}|生产总值{rank 元}|蔬菜产量{rank 吨}|财政收入{rank 元}|粮食单产{rank 公斤}|进出口总额{rank 美元}
基层配备干部{range 名 人 个}|抽检样品{range 件 份 个}|项目工期{range 个月 天 年}|投资额{range 元 美元}|预留比例{range %}|管网埋深{range 米}|治沙面积{range 亩 公顷}|吸纳就业{approx 人 名}|走访企业{approx 家 户}
三次产业结构为<21:50:29>，引进{n 家}|三次产业结构由<10.1∶45.2∶44.7>调整为<9.8∶44.1∶46.1>|出口合同额{sign}|海外项目投资{sign}|捐赠现金{formal}|法院执行到位{formal}|培训农民{old 人 名}|粮食总产量{old 斤 吨}|地方债余额{old 元}
门票打{zhe half}|平均出警时间{parts}|两地车程{parts}|建设工期{parts}|抽水管道{parts}|集装箱净重{parts}|列车时速{speed}|洪峰流量{flow}|冬季气温{between ℃}|利润增幅{between %}|粮食产量<廿三万>吨，{p}
帮扶对象{approx 户}|示范点{vague 个 处}|培育龙头企业{vague 家}|援建学校{vague 所}|报名群众{vague 人}|现场观众{bare 人 人次}|用工{bare 人}|产值{bare 元}|连续运行{d}|近{d 年 个月}|平均服役{d}|建设周期{half年}""".replace(
    "\n", "|"
).split("|")

MONEY = [("", "元", "CNY")] * 12 + [
    ("人民币", "元", "CNY"),
    ("港币", "元", "HKD"),
    ("", "美元", "USD"),
    ("", "美元", "USD"),
    ("", "港元", "HKD"),
    ("", "欧元", "EUR"),
    ("", "日元", "JPY"),
    ("", "英镑", "GBP"),
]
BEFORE = {
    "about": "近 约 将近 大约".split(),
    "over": "超过 超 突破 逾 至少 不少于 不低于".split(),
    "under": "不足 不到 不超过".split(),
}
AFTER = {"about": ["左右"], "over": ["以上"], "under": ["以下", "以内"]}
# 百 and 千 stay out of Arabic scales: only 万 and 亿 are everyday style.
SCALES = {"万": 10**4, "亿": 10**8}
SAME_UNIT = {
    "km": "公里",
    "kg": "公斤",
    "t": "吨",
    "m³": "立方米",
    "kW·h": "千瓦时",
    "MW": "兆瓦",
    "℃": "摄氏度",
    "㎡": "平方米",
    "TEU": "标箱",
}
STYLES = """plain,plain,plain,grouped,spaced,wide,chinese,chinese,scaled,scaled,scaled,mixed,more,more,decimal,formal,
wide scaled,chinese scaled""".replace("\n", "").split(",")
DIGITS, FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def chinese(n, formal=False):
    """A whole number in Chinese numerals: 120 is 一百二十, or 壹佰贰拾 as cheques write it."""
    digits, small = (FORMAL, "仟佰拾") if formal else (DIGITS, "千百十")
    parts, skipped = [], False
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, n = n // scale, n % scale
        if not group:
            skipped = bool(parts)
            continue
        text, gap = "", bool(parts) and (group < 1000 or skipped)
        for place, mark in zip((1000, 100, 10, 1), small + " ", strict=False):
            digit, group = group // place, group % place
            if digit:
                text += (digits[0] if gap else "") + digits[digit] + mark.strip()
            gap = not digit and bool(text or parts)
        parts.append(text + name)
        skipped = False
    text = "".join(parts) or digits[0]
    return text[1:] if text.startswith("一十") else text


def chinese_decimal(value):
    whole, _, part = str(value).partition(".")
    return chinese(int(whole)) + ("点" + "".join(DIGITS[int(c)] for c in part) if part else "")


def plain(value):
    return int(value) if value == value.to_integral() else float(value)


class Draft:
    """A sentence as it grows; every method named after a slot writes one phrase and records its figures."""

    def __init__(self, rng):
        self.rng, self.text, self.figures, self.not_figures, self.grey = rng, "", [], [], []

    def pick(self, *options):
        return self.rng.choice(options)

    def decimal(self, low, high, places):
        """A decimal between low and high, with so many places after the point."""
        unit = Decimal(10) ** -places
        return Decimal(self.rng.randint(int(low / unit), int(high / unit))) * unit

    def add(self, text, value, unit, bound="exact", change=None, currency=None, per=None, high=None, also=(), **more):
        """Write a figure and record it; `also` holds dicts of other fields that are right too."""
        start = len(self.text)
        figure = {"text": text, "start": start, "value": plain(Decimal(value)) if high is None else None}
        if high is not None:
            figure |= {"low": plain(Decimal(value)), "high": plain(Decimal(high))}
        unit = {"㎡": "平方米", "=": ""}.get(unit, unit)
        also = [{**a, "start": start + a["shift"]} if "shift" in a else dict(a) for a in also]
        if unit in SAME_UNIT:
            also.append({"unit": SAME_UNIT[unit]})
        money = unit in ("元", "美元", "港元", "欧元", "日元", "英镑")
        figure |= {
            "unit": unit,
            "bound": bound,
            "change": change,
            "per": per,
            "rank": None,
            "currency": currency or {"美元": "USD"}.get(unit, "CNY") if money else None,
        } | more
        self.figures.append(figure | ({"also": also} if also else {}))
        self.text += text

    def numeral(self, unit, decimals=False, money=False):
        """One numeral before `unit`: its text, value, and whether 余 or 多 stands in it."""
        shown = "" if unit == "=" else unit
        n = self.rng.randint(2, self.pick(9, 99, 999, 9999, 99999)) + (100 if unit == "=" else 0)
        style = self.pick(*STYLES)
        scale = self.pick("万", "万", "万", "亿") if money or decimals else "万"
        size = self.decimal(1, self.pick(9, 99, 999), self.pick(0, 1, 1, 2))
        if style == "decimal" and decimals and n > 9:
            value = self.decimal(1, 999, 2)
            return f"{value}{shown}", value, False
        if style == "formal" and money:
            n = self.pick(1, 10, 1000, 10000) * self.rng.randint(2, 199)
            return chinese(n, formal=True) + shown, n, False
        if style in ("scaled", "wide scaled"):
            text = str(size).translate(WIDE) if style == "wide scaled" else f"{size:,}"
            return text + scale + shown, size * SCALES[scale], False
        if style == "chinese scaled":
            n = self.rng.randint(2, 99) * self.pick(10**3, 10**4, 10**5, 10**6, 10**7)
            return chinese(n) + shown, n, False
        if style == "mixed":
            head, tail = self.rng.randint(1, 99), self.rng.randint(1, 9)
            if unit == "=":
                return f"{head}万{tail}", head * 10**4 + tail * 10**3, False
            if scale == "亿":
                return f"{head}亿{tail}000万{shown}", head * 10**8 + tail * 10**7, False
            return f"{head}万{tail}千{shown}", head * 10**4 + tail * 10**3, False
        if style == "more" and shown:
            head, more = self.rng.randint(1, 99) * 10, self.pick("余", "多")
            if self.rng.random() < 0.4:
                return f"{head}{more}{scale}{shown}", head * SCALES[scale], True
            return (str(head) if self.rng.random() < 0.6 else chinese(head)) + more + shown, head, True
        if style == "chinese":
            text = re.sub("^二(?=[百千万])", self.pick("两", "二"), "两" if n == 2 else chinese(n))
            return text + shown, n, False
        if style == "grouped":
            return f"{n:,}{shown}", n, False
        if style == "spaced" and n > 999:
            return f"{n:,}".replace(",", " ") + shown, n, False
        return (str(n).translate(WIDE) if style == "wide" else str(n)) + shown, n, False

    def bounded(self, text, value, unit, more=False, lead="", **rest):
        """Write a figure, a third of them with a word of bound before or after it."""
        bound, after = "over" if more else "exact", ""
        if not more and self.rng.random() < 0.33:
            bound = self.pick(*BEFORE)
            if self.rng.random() < 0.6:
                self.text += self.pick(*BEFORE[bound])
            else:
                after = self.pick(*AFTER[bound])
        self.text += lead
        self.add(text, value, unit, bound, **rest)
        self.text += after

    def n(self, unit, **rest):
        self.bounded(*(q := self.numeral(unit))[:2], unit, more=q[2], **rest)

    def q(self, unit, **rest):
        self.bounded(*(q := self.numeral(unit, decimals=True))[:2], unit, more=q[2], **rest)

    def m(self, *_, **rest):
        lead, unit, code = self.pick(*MONEY)
        text, value, more = self.numeral(unit, decimals=True, money=True)
        also = [{"unit": "港元"}] if lead == "港币" else []
        self.bounded(text, value, unit, more, lead, currency=code, also=also, **rest)

    def u(self, unit):
        value, (head, _, tail) = self.decimal(2, 99, self.pick(0, 1)), unit.partition("/")
        also = [{"text": f"{value}{head}", "shift": 0}, {"unit": head}, {"per": tail}] if tail else []
        self.add(f"{value}{unit}", value, unit, also=also)

    def neg(self, unit):
        sign, value = self.pick("-", "－", "−", "负"), self.decimal(1, 99, 2)
        scale = self.pick("万", "亿", "") if unit == "元" else ""
        body = f"{value}{scale}{unit}"
        also = [{"text": body, "shift": 1}] + [{"change": c} for c in ("increase", "decrease")]
        self.add(sign + body, -value * SCALES.get(scale, 1), unit, also=also)

    def cold(self, *_):
        sign, unit, value = self.pick("零下", "零下", "-", "－"), self.pick("℃", "摄氏度"), self.rng.randint(2, 40)
        body = f"{value}{unit}"
        self.add(sign + body, -value, unit, also=[{"text": body, "shift": len(sign)}])

    def coldrange(self, *_):
        low, high = self.rng.randint(15, 40), self.rng.randint(2, 14)
        body = f"{low}℃{self.pick('至', '到')}零下{high}℃"
        self.add("零下" + body, -low, "℃", high=-high, also=[{"text": body, "shift": 2}])

    def sign(self, *_):
        """￥3.2万, $4亿, 3亿第纳尔: the mark of a currency, or a rarer name of one."""
        value, (scale, size) = self.decimal(1, 99, 1), self.pick(("万", 10**4), ("亿", 10**8))
        mark, unit, code = self.pick(
            *(("￥", "元", "CNY"), ("$", "美元", "USD"), ("€", "欧元", "EUR"), ("£", "英镑", "GBP")),
            *(("", "瑞士法郎", "CHF"), ("", "澳元", "AUD"), ("", "新台币", "TWD"), ("", "韩元", "KRW")),
            *(("", "科威特第纳尔", "KWD"), ("", "印度卢比", "INR"), ("", "墨西哥比索", "MXN"), ("", "克朗", None)),
            *(("", "元人民币", "CNY"), ("", "人民币", "CNY"), ("", "美金", "USD"), ("", "坚戈", "KZT")),
        )
        text = f"{value}{scale}{'' if mark else unit}"
        self.text += mark
        also = [{"text": text.removesuffix("人民币"), "shift": 0}, {"unit": "元"}] if unit == "元人民币" else []
        self.add(text, value * size, unit, also=also)
        self.figures[-1]["currency"] = code

    def formal(self, *_):
        n = self.pick(1, 10, 100, 1000, 10000) * self.rng.randint(2, 199)
        self.add(chinese(n, formal=True) + "元", n, "元")
        self.text += self.pick("整", "")

    def old(self, unit):
        """Traditional characters: 二萬五千人, 三億元."""
        n = self.rng.randint(2, 99) * self.pick(10**3, 10**4, 10**7, 10**8)
        self.add(chinese(n).replace("万", "萬").replace("亿", "億") + unit, n, unit)

    def parts(self, *_):
        """5公里300米, 3小时20分: one measure told in two units."""
        unit, part, size, shown = self.pick(
            *(
                ("公里", "米", 1000, "公里"),
                ("吨", "公斤", 1000, "吨"),
                ("米", "厘米", 100, "米"),
                ("年", "个月", 12, "年"),
            ),
            *(
                ("小时", "分", 60, "小时"),
                ("小时", "分钟", 60, "小时"),
                ("分", "秒", 60, "分钟"),
                ("天", "小时", 24, "天"),
            ),
        )
        whole, rest = self.rng.randint(2, 20), self.rng.randint(1, size - 1)
        name = self.pick(str, str, lambda n: chinese(n).replace("二", "两") if n == 2 else chinese(n))
        self.add(f"{name(whole)}{unit}{name(rest)}{part}", round(whole + Decimal(rest) / size, 12), shown)

    def speed(self, *_):
        unit, shown = self.pick(("公里每小时", "公里/小时"), ("公里/小时", "公里/小时"), ("千米/时", "千米/时"))
        self.add(f"{(n := self.rng.randint(40, 400))}{unit}", n, shown)

    def flow(self, *_):
        self.add(f"{(n := self.rng.randint(40, 9999))}立方米每秒", n, "立方米/秒")

    def between(self, unit):
        low, high, sign = self.rng.randint(1, 19), self.rng.randint(1, 19), self.pick("至", "到", "~")
        self.add(f"-{low}{unit}{sign}{high}{unit}", -low, unit, high=high)
        self.figures[-1]["also"] = [{"change": c} for c in ("increase", "decrease")] + self.figures[-1].get("also", [])

    def rate(self, per):
        value = self.decimal(1, 999, self.pick(0, 2))
        self.add(
            f"{value}元/{per}", value, "元", per=per, also=[{"text": f"{value}元", "shift": 0}, {"unit": f"元/{per}"}]
        )

    def each(self, *_):
        words, per = self.pick(
            ("每生每年", "生·年"),
            ("每人每月", "人·月"),
            ("每户每年", "户·年"),
            ("每亩", "亩"),
            ("每人", "人"),
            ("每月", "月"),
            ("每吨", "吨"),
        )
        self.text += "补助标准" + words
        self.not_figures.append(words)
        self.add(f"{(value := self.rng.randint(20, 9999))}元", value, "元", per=per)

    def average(self, *_):
        words, per, unit = self.pick(
            ("人均可支配收入", "人", "元"),
            ("生均图书", "生", "册"),
            ("户均养殖收入", "户", "元"),
            ("亩均税收", "亩", "元"),
            ("人均公园绿地面积", "人", "平方米"),
            ("人均住房面积", "人", "㎡"),
        )
        self.text += words
        self.n(unit, per=per)

    def per(self, *_):
        base, what, unit = self.pick(
            ("万人", "发明专利拥有量", "件"),
            ("百户", "家用汽车拥有量", "辆"),
            ("千人", "执业医师", "名"),
            ("万人", "警力", "名"),
        )
        self.text += f"每{base}{what}"
        self.not_figures.append("每" + base)
        value = self.decimal(2, 99, 1)
        self.add(f"{value}{unit}", value, unit, per=base)

    def jiao(self, *_):
        yuan, jiao, fen = self.rng.randint(2, 300), self.rng.randint(1, 9), self.rng.randint(0, 9)
        name = chinese if self.rng.random() < 0.3 else str
        self.add(
            f"{name(yuan)}元{name(jiao)}角" + (f"{name(fen)}分" if fen else ""),
            yuan + Decimal(jiao * 10 + fen) / 100,
            "元",
        )

    def percent(self, sign="%"):
        value = self.decimal(1, 99, self.pick(0, 1, 2))
        word = "百分之" if sign == "%" else "千分之"
        wide = f"{value}{sign}".translate(WIDE).replace("%", "％")
        return self.pick(f"{value}{sign}", f"{value}{sign}", wide, word + chinese_decimal(value)), value, sign

    def p(self, *_, **rest):
        self.bounded(*self.percent(), **rest)

    def permille(self, *_):
        self.bounded(*self.percent("‰"))

    def f(self, *_):
        kind = self.rng.randrange(4)
        if kind < 2:
            under = self.rng.randint(3, 10)
            over = self.pick(*(n for n in range(1, under) if gcd(n, under) == 1))
            self.bounded(f"{chinese(under)}分之{chinese(over)}", round(Decimal(over) / under, 12), "")
        elif kind == 2:
            parts = self.rng.randint(2, 99)
            self.bounded(f"万分之{chinese(parts)}", Decimal(parts) / 10**4, "", also=[{"value": parts, "unit": "‱"}])
        else:
            tens, ones = self.rng.randint(2, 9), self.rng.randint(0, 9)
            self.tenths(f"{DIGITS[tens]}成" + (DIGITS[ones] if ones else ""), tens * 10 + ones, "成")

    def tenths(self, text, hundredths, unit):
        """七成六 and 九折: the rules do not say whether that is 0.76, 7.6成 or 76%."""
        value = Decimal(hundredths)
        self.bounded(
            text, value / 100, "", also=[{"value": plain(value / 10), "unit": unit}, {"value": int(value), "unit": "%"}]
        )

    def zhe(self, *_):
        tens = self.rng.randint(5, 9)
        self.tenths(f"{self.pick(DIGITS[tens], tens)}折", tens * 10, "折")

    def half(self, *_):
        if self.rng.random() < 0.5:
            self.add("一半", "0.5", "")
        else:
            self.add("过半", "0.5", "", "over", also=[{"text": "半", "shift": 1}], optional=True)

    def up(self, *_):
        word, change = self.pick(("比上年增加", "increase"), ("较上年末减少", "decrease"), ("新增", "increase"))
        self.text += word
        self.n(self.pick("人", "名"), change=change)

    def grow(self, *_):
        word, change = self.pick(
            ("同比增长", "increase"),
            ("同比下降", "decrease"),
            ("比上年增长", "increase"),
            ("增长", "increase"),
            ("较上年减少", "decrease"),
            ("下降", "decrease"),
            ("环比提高", "increase"),
        )
        self.text += word
        self.p(change=change)

    def level(self, unit):
        """增加到 and its like give a level, which is no change."""
        low, high = sorted(self.rng.sample(range(2, 99), 2))
        up = self.rng.random() < 0.5
        first, last = (low, high) if up else (high, low)
        if self.rng.random() < 0.5:
            self.text += self.pick("由", "从")
            self.add(f"{first}{unit}", first, unit)
        self.text += (
            self.pick("增加到", "提高到", "增至", "上升到") if up else self.pick("下降到", "减少到", "降至", "缩短到")
        )
        self.add(f"{last}{unit}", last, unit)

    def points(self, *_):
        word, change = self.pick(
            ("提高", "increase"),
            ("上升", "increase"),
            ("下降", "decrease"),
            ("比上年提高", "increase"),
            ("同比下降", "decrease"),
        )
        self.text += word
        value = self.decimal(1, 20, self.pick(0, 1, 2))
        number = chinese_decimal(value) if value > 2 and self.rng.random() < 0.3 else value
        self.bounded(f"{number}个百分点", value, "个百分点", change=change)

    def two(self, *_):
        first, last = self.rng.randint(2, 9), self.rng.randint(2, 19)
        self.text += "高"
        self.add(f"{first}个", first, "个百分点")
        self.text += "、"
        self.add(f"{last}个百分点", last, "个百分点")

    def ahead(self, *_):
        self.text += self.pick("高于全国", "低于全省平均", "比全市高")
        self.add(f"{(value := self.decimal(1, 9, 1))}个百分点", value, "个百分点")

    def times(self, *_):
        self.bounded(f"{(value := self.decimal(2, 20, self.pick(0, 1)))}倍", value, "倍")

    def fold(self, *_):
        n = self.rng.randint(2, 9)
        many = "两" if n == 2 else DIGITS[n]
        word, text, unit = self.pick(("增长", f"{many}倍", "倍"), ("增长", f"{n}倍", "倍"), ("翻了", f"{many}番", "番"))
        self.text += word
        self.add(text, n, unit, change="increase")

    def ratio(self, *_):
        value = self.decimal(2, 20, 1)
        self.add(f"{value}{self.pick(':', '：', '∶')}1", value, ":1")

    def rank(self, unit):
        value, to = self.decimal(20, 99, 1), self.rng.randint(2, 20)
        scale = "亿" if "元" in unit else ""
        self.add(f"{value}{scale}{unit}", value * SCALES.get(scale, 1), unit)
        start, name = self.rng.randint(to + 1, to + 20), self.pick(str, chinese)
        risen = self.rng.random() < 0.4
        places = f"第{name(start)}位{self.pick('升至', '上升到')}第{name(to)}位" if risen else f"第{name(to)}位"
        self.text += ("，由全省" if risen else self.pick("，居全省", "，列全国")) + places
        self.grey.append(places)
        self.figures[-1]["rank"] = {"from": start if risen else None, "to": to}

    def range(self, unit):
        low, high = sorted(self.rng.sample(range(2, 100), 2))
        scale = self.pick("", "万", "亿") if unit in ("元", "美元") else self.pick("", "万") if unit == "亩" else ""
        inner = self.pick("", "", scale + unit) if unit != "年" else ""
        name = self.pick(str, str, str, chinese) if unit != "%" else str
        sign = self.pick("至", "到") if name is chinese else self.pick("—", "-", "–", "~", "～", "至", "到")
        size = SCALES.get(scale, 1)
        self.add(f"{name(low)}{inner}{sign}{name(high)}{scale}{unit}", low * size, unit, high=high * size)

    def approx(self, unit):
        n, scale = self.rng.randint(2, 8), self.pick("百", "百", "千", "十", "")
        size = {"": 1, "十": 10, "百": 100, "千": 1000}[scale]
        first = "两" if n == 2 and scale != "十" else DIGITS[n]
        text = f"{first}{self.pick('', '', '、') if scale else ''}{DIGITS[n + 1]}{scale}{unit}"
        self.add(text, n * size, unit, high=(n + 1) * size, also=[{"bound": "about"}])

    def vague(self, unit):
        """Rule 14: vague amounts do not count; a range that holds them is no error, one number is."""
        words, low, high = self.pick(
            ("十几", 10, 20),
            ("几十", 20, 100),
            ("数十", 20, 100),
            ("好几千", 2000, 10000),
            ("数百", 200, 1000),
            ("几百", 200, 1000),
            ("数千", 2000, 10000),
            ("几万", 20000, 100000),
        )
        self.add(
            words + unit,
            low,
            unit,
            high=high,
            optional=True,
            vague=True,
            also=[{"bound": b} for b in ("about", "over", "under")],
        )

    def bare(self, unit):
        """Rule 4: 近千人, 超过万人. 上百人 is not in the rules and may be passed over."""
        word, bound = self.pick(("近", "about"), ("超过", "over"), ("突破", "over"), ("上", "over"))
        scale, size = ("亿", 10**8) if unit == "元" else self.pick(("千", 10**3), ("万", 10**4))
        self.text += word
        loose = {"optional": True, "also": [{"bound": "about"}, {"text": f"上{scale}{unit}", "shift": -1}]}
        self.add(scale + unit, size, unit, bound, **loose if word == "上" else {})

    def d(self, *units):
        n, unit = self.rng.randint(2, 40), self.pick(*units or ("年", "天", "小时", "个月"))
        self.add(f"{self.pick(n, '两' if n == 2 else chinese(n))}{unit}", n, unit)

    def halfyear(self, *_):
        n, unit = self.rng.randint(2, 9), self.pick("年", "年", "天")
        self.add(f"{'两' if n == 2 else DIGITS[n]}{unit}半", Decimal(n) + Decimal("0.5"), unit)

    def carry(self, carrier):
        """Write a carrier, its slots filled and its marks taken out."""
        for kind, inside in re.findall(r"([{\[<]|)([^{}\[\]<>]+)[}\]>]?", carrier):
            if kind == "{":
                slot, *units = inside.split()
                getattr(self, {"p‰": "permille", "half年": "halfyear"}.get(slot, slot))(
                    *([self.rng.choice(units)] if units else [])
                )
            else:
                self.text += inside
                {"[": self.not_figures, "<": self.grey, "": []}[kind].append(inside)


def sentence(rng):
    draft = Draft(rng)
    draft.carry(rng.choice(OPENERS) or "全市")
    for i, carrier in enumerate(rng.sample(CARRIERS, rng.choice((1, 2, 2, 3, 3, 4)))):
        draft.text += rng.choice("，，；") if i else ""
        draft.carry(carrier)
    draft.text += "。"
    return {"sentence": draft.text, "figures": draft.figures, "not_figures": draft.not_figures, "grey": draft.grey}


def main():
    parser = argparse.ArgumentParser(
        description="Print generated sentences with their figures, one JSON object a line."
    )
    parser.add_argument("count", nargs="?", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    for i in range(args.count):
        print(json.dumps({"id": f"g{i + 1:06d}"} | sentence(rng), ensure_ascii=False))


if __name__ == "__main__":
    main()
