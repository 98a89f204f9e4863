"""The names of the kinds, bounds and natures of figures, of the columns of their tables, and what is said of an export."""

KINDS = {
    "money": "金额",
    "count": "数量",
    "percent": "百分比",
    "points": "百分点",
    "ratio": "比",
    "area": "面积",
    "length": "长度",
    "weight": "重量",
    "duration": "时长",
    "multiple": "倍数",
    "score": "分数",
    "other": "其他",
}
BOUNDS = {"exact": "", "about": "约", "over": "以上", "under": "以下"}
CHANGES = {"increase": "增加", "decrease": "减少"}
NUMBER_COLUMN = "数值"
FIGURE_COLUMNS = ("指标", NUMBER_COLUMN, "限定", "年份", "地区", "报告", "原句")
ROW_COLUMNS = ("地区", "年份", NUMBER_COLUMN, "报告", "原句")
EXPORT_COLUMNS = (
    *("指标", "数值", "最低", "最高", "单位", "限定", "变化", "计划", "年份", "地区", "报告", "章节", "原句"),
    *("原文写法", "报告编号", "规范指标", "性质", "报告年份", "币种", "每", "相比", "名次"),
)
NATURES = {
    **{"level": "水平", "flow": "当期", "sum": "多年合计", "average": "平均", "change": "变化", "share": "占比"},
    "plan": "计划",
}
not_a_kind = f"没有“{{}}”这一类，可选：{'、'.join(KINDS.values())}".format
not_a_nature = f"没有“{{}}”这种性质，可选：{'、'.join(NATURES.values())}".format
EXPORT_SHEET = "数据"
NO_FIGURES = "没有符合条件的数据。"
year = "{}年".format  # the year, or the years, that a figure is for
# instead of the figures that would make the answer a wall of numbers
more_figures = "（这一句另有同类数据 {} 个）".format
exported = "已写入 {} 条数据：{}".format  # after an export
EXPORT_FOLDER = "这是一个文件夹"
EXPORT_SPECIAL = "这不是普通文件"
EXPORT_DATABASE = "这是报告库，不能用导出的数据覆盖"
EXPORT_TWICE = "--csv 和 --xlsx 不能写到同一个文件"
EXPORT_DENIED = "没有权限写这个文件"
EXPORT_NO_FOLDER = "所在的文件夹不存在"
EXPORT_FAILED = "文件写不出来"
EXPORT_TOO_MANY = "一张工作表放不下这么多条数据"
EXPORT_OTHER = "请换一个文件名"
EXPORT_NARROWER = "请加上筛选条件，或者改用 --csv"
EXPORT_PERMISSION = "请检查文件和文件夹的权限；文件如果正在 Excel 里打开，请先关闭"
EXPORT_MAKE_FOLDER = "请先建立文件夹，或者换一处"
EXPORT_SPACE = "请检查磁盘空间，或者换一处"
FIGURES_OF = "数据："
