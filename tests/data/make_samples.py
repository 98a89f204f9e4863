"""Makes the two samples of ``bot/samples`` that no editor can write: the .docx and the .pdf.

A development tool, not part of the program. Change the texts below, then run ``python tests/data/make_samples.py``
in an environment that holds python-docx and, installed by hand for this purpose, reportlab. The other samples are
plain files: edit them as they stand (``linlan-2022.html`` is GB18030). All reports, places, people and figures are
invented. Both files come out byte for byte the same on each run with the same versions of the libraries.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[2] / "bot" / "samples"

# (level, text): 0, 1 and 2 are numbered by Word; "p" is body text, "c" centred, "r" right-aligned, "plan" is the
# list of its own that the plan uses; "table" stands for TABLE.
YUNZE_2022: list[tuple[int | str, str]] = [
    ("c", "云泽区教育局2022年工作汇报"),
    (
        "p",
        "今年以来，区教育局以迎接、学习、宣传、贯彻党的二十大精神为主线，聚焦“学位、师资、质量、安全”四个关键，"
        "推动云泽教育由规模扩张向内涵提升转变。现将有关工作汇报如下：",
    ),
    (0, "基本情况"),
    (
        "p",
        "截至2022年底，全区共有各级各类学校（园）136所，在校（园）学生100487人，首次突破10万人；公办学校在职教师5851人，"
        "比上年净增213人。各学段情况见下表：",
    ),
    ("table", ""),
    (
        "p",
        "全年财政教育支出14.2亿元，比上年增加0.8亿元，约增长6%；征收教育费附加1.21亿元，比上年增长8%，"
        "其中80%以上投向新建学校设备购置和老旧校舍改造。",
    ),
    (0, "2022年主要工作"),
    (1, "着力扩充优质学位"),
    (
        2,
        "项目建设全面提速。全年新建改扩建幼儿园5所，其中新建4所、改扩建1所，新增学位1620个；新建中小学4所，"
        "新增学位5940个，共投入资金6.3亿元。云湖实验学校从开工到投用仅用11个月，刷新了全区学校建设速度。",
    ),
    (
        2,
        "学前教育公益普惠。通过新建、回收、购买服务等方式，公办园在园幼儿占比提高到55.8%，普惠性幼儿园覆盖率达到89.6%，"
        "比上年提高2.3个百分点，顺利通过全国学前教育普及普惠区省级评估。",
    ),
    (
        2,
        "入学保障有力有序。全面实行“一网通办”入学报名，共受理18964人次，材料由9项精简为2项。安排随迁子女入学17546人，"
        "占义务教育在校生总数的24.9%，公办学校就读比例94.1%，比上年提高1.6个百分点。",
    ),
    (1, "着力建强教师队伍"),
    (
        2,
        "补充渠道更加多元。全年招聘教师286名，其中公开招聘190名、校园招聘70名、选调26名，硕士以上学历123人，占43.0%；"
        "退休、调出等减少73名。",
    ),
    (
        2,
        "培养体系更加健全。实施“青蓝”培养计划，培训教师9235人次，投入培训经费612万元。澄怀中学教师贺兰溪获评全国优秀教师，"
        "芦漪小学校长祝修远入选教育部名校长领航班。",
    ),
    (2, "交流轮岗更加深入。交流轮岗教师356名，占符合条件教师的17.2%，其中骨干教师118名，比上年增加21名。"),
    (1, "着力提升育人质量"),
    (
        2,
        "“双减”工作持续深化。课后服务参与学生6.48万人，参与率92.0%，比上年提高6.2个百分点，科技、体育类课程占比由27%"
        "提高到41%。保留的8家学科类培训机构中有3家主动注销，目前仅余5家。",
    ),
    (
        2,
        "五育融合成效明显。学生体质健康优良率54.7%，总体近视率52.6%，比上年下降1.2个百分点；投入1120万元完成45所学校"
        "教室照明改造。组织“云湖论剑”等学生体育联赛1280场次，参与学生4.3万人次。",
    ),
    (
        2,
        "教学质量稳步提高。高中阶段毛入学率98.6%，普通高考本科上线2104人，上线率73.2%，比上年提高1.4个百分点。"
        "集团化办学扩展到12个集团45所学校，覆盖率达到76.3%。",
    ),
    (1, "着力守护平安校园"),
    (
        2,
        "疫情防控科学精准。组织核酸检测860余万人次，储备防疫物资折合资金1340万元，累计组织线上教学37天，"
        "为2216名家庭困难学生提供了学习终端。",
    ),
    (
        2,
        "安全治理常态长效。排查整改安全隐患951处，支出资金805万元，区政府分管副区长纪望川先后7次带队暗访。"
        "资助家庭经济困难学生6038人次，发放资金507.2万元，没有一名学生因家庭经济困难失学。",
    ),
    (1, "着力深化综合改革"),
    (
        2,
        "数字教育先行先试。投入2180万元推进教育新型基础设施建设，建成智慧教室305间，“云泽智学”平台注册师生突破8万人，"
        "汇聚名师微课4600余节，被省教育厅列为教育数字化转型试点区。",
    ),
    (
        2,
        "评价改革走深走实。印发《云泽区中小学综合素质评价改革实施意见》，将劳动素养、艺术素养等6个方面纳入学生成长档案，"
        "20所初中全部开展试点，取消与升学挂钩的各类评优项目11项。",
    ),
    (
        2,
        "家校社协同更加紧密。建成社区家庭教育指导站38个，组织“教师进万家”活动，2900多名教师走访学生家庭4.7万户，"
        "收集意见建议1326条，办结率98.9%；全年教育类信访件同比下降22%。",
    ),
    (0, "存在的困难和不足"),
    (
        "p",
        "在看到成绩的同时，我们也清醒地认识到工作中的不足。一是学位保障压力持续加大，小学在校生比上年增加1655人，"
        "预计2024年迎来入学高峰，部分老城学校仍有大班额73个。二是教师编制总量不足，目前仍有编外教师702名，占教师总数的"
        "10.7%。三是优质均衡水平有待提升，集团校之间、新老校区之间教学质量差异系数偏大。四是学生心理健康问题不容忽视，"
        "专职心理教师与学生之比仅为1:1260，低于省定标准。",
    ),
    ("p", "五是教育经费保障仍需加强，新建学校运转经费、编外教师工资等刚性支出逐年增长，部分项目资金拨付进度偏慢。"),
    (0, "2023年工作打算"),
    (
        "p",
        "2023年，全区教育工作将按照《云泽区教育高质量发展三年行动计划（2023—2025年）》的部署，突出抓好以下四项重点：",
    ),
    ("plan", "扩学位。计划投入5.8亿元，新建改扩建幼儿园3所、中小学5所，新增学位6800个，基本消除大班额。"),
    (
        "plan",
        "强队伍。计划招聘教师300名，其中心理健康教师不少于30名，力争专职心理教师与学生之比达到1:1000，"
        "编外教师占比降至8%以内。",
    ),
    ("plan", "提质量。力争学生总体近视率再下降1个百分点，高考本科上线率达到75%左右。"),
    ("plan", "促均衡。启动创建全国义务教育优质均衡发展区，集团化办学覆盖率达到90%以上。"),
    ("p", "特此汇报。"),
    ("r", "云泽区教育局"),
    ("r", "2022年12月"),
]

TABLE = [
    ("学段", "学校数（所）", "在校生数（人）", "比上年增减（人）"),
    ("幼儿园", "75", "19312", "-548"),
    ("小学", "36", "49870", "1655"),
    ("初中（含九年一贯制学校）", "20", "20538", "894"),
    ("普通高中", "3", "8420", "283"),
    ("中等职业学校", "1", "2184", "78"),
    ("特殊教育学校", "1", "163", "5"),
    ("合计", "136", "100487", "2367"),
]

# (style, text): "title", "h1", "h2", "p" and "r" (right-aligned).
LINLAN_2021: list[tuple[str, str]] = [
    ("title", "临岚市教育局2021年工作总结"),
    (
        "p",
        "2021年，在市委、市政府的坚强领导下，全市教育系统以党史学习教育为动力，以建设区域教育强市为目标，砥砺奋进、"
        "务实创新，圆满完成了全年各项任务。现总结如下：",
    ),
    ("h1", "一、教育事业概况"),
    (
        "p",
        "全市现有各级各类学校（园）203所，其中幼儿园98所、小学72所、初中22所、九年一贯制学校4所、普通高中5所、"
        "中等职业学校1所、特殊教育学校1所。在校（园）学生114364人，其中学前教育21450人、小学51236人、初中24518人、"
        "普通高中12604人、中等职业教育4370人、特殊教育186人。全市公办学校在职教师7126人，小学、初中专任教师学历达标率"
        "均为100%，小学教师本科以上学历占78.6%，初中教师本科以上学历占93.2%。",
    ),
    ("h1", "二、主要工作及成效"),
    ("h2", "（一）加大投入力度，办学基础进一步夯实"),
    (
        "p",
        "全年教育支出16.4亿元，征收教育费附加6840万元，争取中央和省级专项资金2.15亿元。新建改扩建幼儿园9所，其中新建4所、"
        "改扩建5所，投入资金6230万元，新增学位1890个，学前三年毛入园率达到90.2%，普惠性幼儿园覆盖率86.1%。投入9760万元"
        "实施义务教育学校建设项目21个，青埠镇中心小学、松坳乡九年一贯制学校等16个项目竣工，新增校舍面积3.8万平方米、"
        "运动场地5.2万平方米。",
    ),
    (
        "p",
        "市人大常委会副主任、督查组组长柏舟在视察岚口镇中学时指出：“学校是乡村最美的风景，再难也不能亏了孩子。”"
        "市财政当年即追加校舍维修资金600万元，惠及14所乡村学校。",
    ),
    ("h2", "（二）规范办学行为，“双减”任务全面落地"),
    (
        "p",
        "成立由19个部门组成的“双减”工作专班，制定《临岚市规范校外培训机构“二十条”》，压减学科类培训机构96家，"
        "压减率94.1%，培训机构预收费资金监管率100%。98所义务教育学校全部提供课后服务，参与学生6.4万人，参与率84.5%。"
        "开展作业、睡眠、手机、读物、体质“五项管理”督查6轮，通报学校13所，约谈校长5人。",
    ),
    ("h2", "（三）深化教学改革，教育质量进一步提升"),
    (
        "p",
        "九年义务教育巩固率98.1%，高中阶段毛入学率94.3%。普通高考本科上线2207人，上线率50.9%，其中特殊类型招生控制线上线"
        "586人。市职教中心学生陆星野获全国职业院校技能大赛数控综合应用技术赛项一等奖，实现我市国赛金牌“零的突破”。"
        "全市立项省级以上教研课题24项，结题17项；组织优质课评选、送教下乡等活动93场，参与教师1.1万人次。",
    ),
    (
        "p",
        "扎实推进德育、体育、美育和劳动教育，评选“文明校园”28所，建成劳动教育实践基地16个、校园足球特色学校21所，"
        "学生体质健康优良率46.9%，比上年提高3.2个百分点。临岚二中合唱团、苔溪镇中心小学皮影社在全省中小学生艺术展演中"
        "双双获得一等奖，参演学生126名。",
    ),
    ("h2", "（四）加强队伍建设，师资结构进一步优化"),
    (
        "p",
        "全年招聘教师218名，其中公开招聘140名、引进高层次和紧缺人才38名、接收公费师范生40名。落实乡镇工作补贴和乡村教师"
        "生活补助2295万元，惠及乡村教师3168名。培训教师7480人次，投入培训经费395万元。轮岗交流教师335名，占应交流教师的"
        "11.8%。评选第二批“临岚名师”30名，表彰优秀教育工作者180名。竹墟镇中心小学退休教师温怀瑾捐出积蓄20万元设立"
        "“春晖助学金”，受到社会广泛赞誉。",
    ),
    ("h2", "（五）办好民生实事，教育公平进一步彰显"),
    (
        "p",
        "资助各类困难学生28415人次，发放资金2136.8万元，其中建档立卡脱贫家庭学生9240人次、671.4万元。农村义务教育学生"
        "营养改善计划受益学生31250人，拨付资金2812.5万元。安排随迁子女入学3264人，其中公办学校3097人，占94.9%。"
        "筛查学生视力10.6万人次，总体近视率49.5%。劝返疑似辍学学生17人，实现常态化动态清零。",
    ),
    ("h2", "（六）压实安全责任，校园环境进一步净化"),
    (
        "p",
        "投入校园安全经费598万元，配备专职保安512名，全市学校“三防”建设达标率由91%提高到100%。开展防溺水、防欺凌、"
        "交通安全等主题教育2300余场次，组织应急演练1120场次。12至17岁学生新冠疫苗接种率97.2%，教职工接种率98.9%。"
        "全年校园安全事故起数比上年下降三分之一，未发生重大安全责任事故。",
    ),
    ("h1", "三、存在的困难和问题"),
    (
        "p",
        "一是城镇学位不足与农村学校生源减少并存，城区小学平均班额达到52人，100人以下的乡村小规模学校有34所。"
        "二是教师队伍结构性矛盾突出，农村学校音体美专职教师缺口186名，50岁以上教师占35.3%。三是教育债务负担较重，"
        "“普九”以来的历史欠账尚有4270万元。四是职业教育吸引力不强，中职毕业生本地就业率仅为58%。",
    ),
    ("h1", "四、2022年工作安排"),
    (
        "p",
        "2022年，全市教育工作将围绕“教育质量提升年”，重点抓好以下几个方面：一是推进项目建设，计划新建改扩建幼儿园6所，"
        "建成市职教中心产教融合实训基地，总投资约8600万元；二是推进改革创新，全面实行中小学校长职级制，完成学区制改革试点3个；"
        "三是推进队伍建设，计划招聘教师230名左右，轮岗交流教师不少于350名；四是推进质量提升，力争九年义务教育巩固率达到98.5%，"
        "总体近视率下降0.5个百分点以上；五是推进减负增效，课后服务参与率达到90%以上，为加快建设区域教育强市奠定坚实基础。",
    ),
    ("r", "临岚市教育局"),
    ("r", "二〇二一年十二月三十日"),
]

RUNNING_HEAD = "临岚教育资料选编（内部参考）"


def main() -> None:
    """Writes both files into ``bot/samples``."""
    (SAMPLES / "yunze-2022.docx").write_bytes(_word())
    (SAMPLES / "linlan-2021.pdf").write_bytes(_pdf())


def _word() -> bytes:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "云泽区教育局2022年工作汇报", "", ""
    properties.created = properties.modified = datetime.datetime(2022, 12, 28, 9, 30)

    def level(number: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        )

    outline = (
        level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    )
    numbering: Any = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    definitions = [(71, "multilevel", outline), (72, "singleLevel", level(0, "decimal", "%1."))]
    # The schema wants all abstract definitions before the first number that uses one.
    for identity, kind, levels in definitions:
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
                f'<w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
            )
        )
    for number, (identity, _, _) in enumerate(definitions, start=1):
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{identity}"/></w:num>')
        )

    for style, text in YUNZE_2022:
        if style == "table":
            table = document.add_table(rows=0, cols=len(TABLE[0]))
            table.style = "Table Grid"
            for values in TABLE:
                for cell, value in zip(table.add_row().cells, values, strict=True):
                    cell.text = value
            continue
        paragraph = document.add_paragraph(text)
        if style in ("c", "r"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if style == "c" else WD_ALIGN_PARAGRAPH.RIGHT
        elif style != "p":
            number, depth = (2, 0) if style == "plan" else (1, style)
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
            )
    for key, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # the picture of an empty page that the template brings
            del document.part.package.rels[key]
    raw = io.BytesIO()
    document.save(raw)
    return _same_dates(raw.getvalue())


def _same_dates(data: bytes) -> bytes:
    """The archive again, each member dated 2022-12-28: python-docx stamps them with the time of the run."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            stamped = zipfile.ZipInfo(member.filename, (2022, 12, 28, 9, 30, 0))
            new.writestr(stamped, old.read(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _pdf() -> bytes:
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    font = "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    body = ParagraphStyle("p", fontName=font, fontSize=11, leading=19, firstLineIndent=22, wordWrap="CJK")
    styles = {
        "title": ParagraphStyle("title", parent=body, fontSize=16, leading=28, firstLineIndent=0, alignment=TA_CENTER),
        "h1": ParagraphStyle("h1", parent=body, fontSize=13),
        "h2": ParagraphStyle("h2", parent=body, fontSize=12),
        "p": body,
        "r": ParagraphStyle("r", parent=body, alignment=TA_RIGHT),
    }

    def furniture(canvas: Any, template: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(A5[0] / 2, A5[1] - 32, RUNNING_HEAD)
        canvas.line(50, A5[1] - 38, A5[0] - 50, A5[1] - 38)
        canvas.drawCentredString(A5[0] / 2, 28, f"— {template.page} —")

    flow: list[Any] = []
    for style, text in LINLAN_2021:
        flow.append(Paragraph(text, styles[style]))
        if style == "title":
            flow.append(Spacer(1, 12))
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A5,
        leftMargin=50,
        rightMargin=50,
        topMargin=55,
        bottomMargin=50,
        title=LINLAN_2021[0][1],
        invariant=1,
    )
    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


if __name__ == "__main__":
    main()
