"""The tables of :mod:`store.figures.quantities`: measure words with what may not follow them, units with their kinds, names.

Comes in: nothing. Goes out: look-up tables. A unit is written without its scale (万元 is 元); what stands behind
":" are characters that make another word of it when they follow (人 + 民, 所 + 有).
"""

from __future__ import annotations

# Units with a kind of their own: these count even with 一 (一小时, 一倍), other measure words do not (一个, 一所).
_CLOSED = {
    "money": "元:旦件首帅素月气宵老化区钱结 美元 港元 日元 欧元 英镑 卢布 港币 人民币 块钱",
    "percent": "% ‰",
    "points": "个百分点 百分点",
    "area": "平方米 平方公里 平方千米 平方公尺 平方 平米 ㎡ m² m2 亩:产 公顷 市亩 顷",
    "length": "公里 千米 公尺 尺:度寸码子讲 米:粉面兰饭 厘米 公厘 毫米 华里 海里 里:面程头边亚",
    "weight": "吨:公位 公吨 公斤 千克 斤 市斤 克:服难 担:任负保当心",
    "duration": "年:级代度制货轻报鉴终龄会产利均月龄 小时:工代报期候段 个小时 分钟 个月 周:年边岁报长期密到转恩末围知刊 星期:一二三四五六日天 "
    "天:然津气安文下天职空才真地花台赋山桥 个星期 个学期 学期 个工作日 工作日 个学年 学年 秒:钟 秒钟 个季度",
    "multiple": "倍:增受感 番",
    "ratio": "成:立为功果员长绩本就效都套熟人品分交片因年份群人教绩",
    "score": "分:类别之布配析开成期批为工解管享级校子担散歧明别行支公局院所会内外组",
    "other": "千瓦 千瓦时 千瓦小时 瓦 兆瓦 马力 千伏 千伏安 度:假过量夏汛数身 立方米 立方公尺 立方 升:级学值旗高入温降 毫升 ℃ 摄氏度 吨公里 "
    "吨海里 人公里 G GB TB MB M Mbps 兆:瓦头 岁:月末首 周岁 学分 赫兹 吨位 分贝 千卡",
}

# Measure words for things that are counted.
_MEASURES = """
个 個 名:列额次 位:于列居次置数移育处 人:民口才均类士大事力物文性格家身防员 人次 人口次 户:口籍外均主 戶 口:岸号径语岁味腔碑 家:庭长级乡具电访属园校族畜禽政渠教
所:有以得谓需属示在长获致处 座:谈位右次落 栋 幢 间:接断隔距谍作 台:湾阶风州账历下前胞商办 台套 台(套) 套:用 件:次 件次 部:分门署委队级长位落属件首 辆 辆次 架:构设桥子 架次
艘 艘次 条:件例款约文理目规 根:据本治源除 枝 支:持出部援付教撑柱农线行委配书点 张:家建贴扬力掖店 本:科市区县校年级省局次着身届学地土报国专月人来质领案部法级 册:子 篇:章 份:额子量内
项:目 项次 种:植子地养粮田树草业族苗 类:似别型推比 门:户类头槛峡诊前市口 科:技学研目室教普级长幻员协举院 班:级子主长车组 班次 批:准复评发判示改注阅 批次 次:序日要生数元品第级 场:地所馆合景面次址
场次 回:报升落归收应复顾家国头避族乡 遍:布及地 趟 处:理于在级分罚长置以处方所 块:状钱 层:次面级层 组:织成建合长团阁部装稿 对次 副:教书局主市区省县处校高科部院产食业总 双:方向边语师休重拥创减基
盒 箱:包体 袋 瓶:颈 桶 桌 床:位铺单垫 盏 颗 粒 株:洲 棵 匹:配 眼:睛前光界科镜下 枚 幅:度员 首:都次先批个位期脑要席府届创家届 曲 节:约能日水电俭目省点奏育余制假气庆衣支 堂:食 例:如会外行子
起:来步到点草源因死始 宗:旨教族 笔:记试者 句 字:宪方典母号样经 页:岩 集:中体团合聚成资市约美邮镇会训 卷:入 轮:船流换岗训胎椅滑 道:路德理教县 期:间待望限末盼货刊内中初 课时 学时 标准箱 家次 户次 人天 课次
台次 车次 频次 剂次 剂 针次 人份 艘次 列:入为出举席支宁席 锭:子 窝 尾:气 羽:毛 头:脑等一像衔绪版雁 只:有是能要占用为需限可剩完增相好见在 把:握关好住我它全 片:面区 段:落 顶:层端岗尖 面:对向临积貌试包粉子上 款:项待
版:权面图本 口 点:评击位名名燃 样 路:线径段面网 站:在点起到立 串 束:缚 包:头括含机装干容 具:有体备 桩 句话 标段 套次 班组 亩次 筐 对 公方 标准台 土方 车皮 门次
"""

# Things that are counted without a measure word: 2镇7乡, 12省.
_BARE_NOUNS = """
省:级委份内外略直属政会道城 市:场级民委政内外直属教值容长中第一二三四五六七八九十 县:级委城域长内外直政第一二 区:域委级间别长直内政外划 乡:村土级长 镇:江级街长政 村:民级庄委干 国:家有内民际外务企防产庆土道旗籍集
校:园长舍级本外内际车准验服风训务区医 街 州:级府 旗:帜袍县区 社区 街道:办 院:校士长内落子系 厂:长房家商区矿 馆:长藏员 园:区长丁林艺
"""

# Written another way than the unit they are.
CANONICAL = {
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "平米": "平方米",
    "百分点": "个百分点",
    "个小时": "小时",
    "个学期": "学期",
    "个学年": "学年",
    "个星期": "星期",
    "个工作日": "工作日",
    "块钱": "元",
    "秒钟": "秒",
    "台(套)": "台套",
}

# Nouns that a plain number may count without a measure word (新增6000学位).
COUNTED_NOUNS = (
    "学位 床位 座位 名额 岗位 学生 教师 师生 员工 居民 村民 群众 家庭 儿童 农户 用户 农民 职工 干部 党员 考生 毕业生 志愿者 公里线路"
).split()

# Nouns behind a numeral and measure word that make a fixed name of it: a principle, a slogan, not a count.
NAMES = (
    "四人帮 两弹一星 五家渠 八字宪法 八字方针 八项规定 八项主张 五项原则 四项基本原则 四个现代化 三个代表 三个世界 三个面向 四个全面 五位一体 三位一体 四位一体 "
    "四个意识 四个自信 两个维护 两个文明 两个确保 两个凡是 两个基本 三个百分百 五个统筹 两个务必 四个伟大 三个有利于 六个统一 四个服从 二十国集团 七十七国集团 "
    "三个中国 两个中国 三自一包 四个第一 三项纪律 八项注意 百年大计 三座大山 三次产业 两条腿 一国两制 两点论 三件套 十二生肖 三支两军 四省藏区 四个自我 两种制度 三结合 两参一改 三通"
).split()

# Behind 年 these make a name of the numeral: 三年行动计划, 九年义务教育, 五年制, 十年规划.
NAMED_YEARS = (
    "计划 规划 行动计划 行动 制 一贯 义务教育 纲要 远景 毛入园 毛入学 入园 教育 学前 学制 贯通 倍增 攻坚 提升计划 一届 一次 一度 任期 级 高中 "
    "中长期 发展规划 发展计划 滚动 建设计划 建设规划 改革与 远景规划 经济计划 国民经济"
).split()

KIND_OF: dict[str, str] = {}
BLOCKED: dict[str, frozenset[str]] = {}
BY_FIRST: dict[str, tuple[str, ...]] = {}
BARE_NOUNS: frozenset[str] = frozenset(entry.partition(":")[0] for entry in _BARE_NOUNS.split())


def _enter(table: str, kind: str) -> None:
    for entry in table.split():
        unit, _, blocked = entry.partition(":")
        KIND_OF.setdefault(unit, kind)
        BLOCKED[unit] = frozenset(blocked)
        BY_FIRST[unit[0]] = tuple(sorted({*BY_FIRST.get(unit[0], ()), unit}, key=len, reverse=True))


for _kind, _table in _CLOSED.items():
    _enter(_table, _kind)
CLOSED: frozenset[str] = frozenset(KIND_OF)
_enter(_MEASURES, "count")
_enter(_BARE_NOUNS, "count")
